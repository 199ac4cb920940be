import { ChangePassword, CreatePerson, RemovePerson, SetRole } from "#server/domain/person/spec.ts";
import { changePassword } from "#server/services/person/change-password.ts";
import { createPerson } from "#server/services/person/create-person.ts";
import { listPeople } from "#server/services/person/list-people.ts";
import { removePerson } from "#server/services/person/remove-person.ts";
import { setRole } from "#server/services/person/set-role.ts";
import { procedure, router } from "../trpc.ts";

export const peopleRouter = router({
  list: procedure.query(({ ctx }) => listPeople(ctx.app)),
  create: procedure.input(CreatePerson).mutation(({ ctx, input }) => createPerson(ctx.app, input)),
  setRole: procedure.input(SetRole).mutation(({ ctx, input }) => setRole(ctx.app, input)),
  remove: procedure.input(RemovePerson).mutation(({ ctx, input }) => removePerson(ctx.app, input)),
  changePassword: procedure
    .input(ChangePassword)
    .mutation(({ ctx, input }) => changePassword(ctx.app, ctx.person.sessionToken, input)),
});
