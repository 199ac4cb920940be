import { z } from "zod";
import { Role } from "../actor.ts";

export const PASSWORD_LEAST = 12;

/** Length is what makes a password hard to guess; nothing else is asked. */
export const Password = z
  .string()
  .min(PASSWORD_LEAST, {
    error: `A password has at least ${PASSWORD_LEAST} characters. Three words will do.`,
  })
  .max(128, { error: "A password has at most 128 characters." });

export const PersonName = z
  .string()
  .trim()
  .min(1, { error: "A name is missing." })
  .max(80, { error: "A name has at most 80 characters." });

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(200, { error: "An e-mail address has at most 200 characters." })
  .pipe(z.email({ error: "That is not an e-mail address, such as ada@example.org." }));

export const ClaimConsole = z.object({
  name: PersonName,
  email: Email,
  password: Password,
  code: z.string().trim().max(100, { error: "That is not the set-up code." }).optional(),
});
export type ClaimConsole = z.infer<typeof ClaimConsole>;

export const CreatePerson = z.object({ name: PersonName, email: Email, role: Role });
export type CreatePerson = z.infer<typeof CreatePerson>;

export const ChangePassword = z.object({
  current: z.string().min(1, { error: "Your present password is missing." }).max(200),
  next: Password,
});
export type ChangePassword = z.infer<typeof ChangePassword>;

export const SetRole = z.object({ id: z.string().max(100), role: Role });
export type SetRole = z.infer<typeof SetRole>;

export const RemovePerson = z.object({ id: z.string().max(100) });
export type RemovePerson = z.infer<typeof RemovePerson>;
