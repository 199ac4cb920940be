import type { PersonView } from "#server/adapters/db/person.ts";
import type { App } from "#server/context.ts";

export type { PersonView };

/** Everyone signed in may see who else is here: the audit log names them anyway. */
export const listPeople = (app: App): Promise<PersonView[]> => app.people.list();
