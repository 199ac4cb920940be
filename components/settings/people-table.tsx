"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useMay, useMe } from "#components/shell/me.tsx";
import { type Outputs, useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmByName } from "#components/ui/confirm-by-name.tsx";
import { Select } from "#components/ui/input.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Row, RowActions, Table, Td, Th } from "#components/ui/table.tsx";
import { Ago } from "#components/ui/time.tsx";
import { Role } from "#server/domain/actor.ts";
import { ROLES, roleWord } from "./roles.ts";

type Person = Outputs["people"]["list"][number];

export function PeopleTable({ people }: { people: readonly Person[] }) {
  const trpc = useTRPC();
  const me = useMe();
  const mayAdminister = useMay("administer");
  const setRole = useMutation(trpc.people.setRole.mutationOptions());
  const [removing, setRemoving] = useState<Person>();
  return (
    <>
      {setRole.error && (
        <PartError className="mb-3" title="The role stays as it was.">
          {setRole.error.message}
        </PartError>
      )}
      <Table stack>
        <thead>
          <tr>
            <Th>Person</Th>
            <Th>Signed in</Th>
            <Th>Role</Th>
            <Th number>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <Row key={person.id}>
              <Td className="touch:py-1.5">
                <b className="font-[550]">{person.name}</b>
                {person.email === me.email && <span className="text-ink-3"> (you)</span>}
                <small className="block text-small text-ink-3">{person.email}</small>
              </Td>
              <Td className="text-ink-2">
                {person.signedInAt ? <Ago at={person.signedInAt} /> : "no session"}
              </Td>
              <Td className="w-44">
                {mayAdminister ? (
                  <Select
                    aria-label={`Role of ${person.name}`}
                    value={
                      setRole.isPending && setRole.variables.id === person.id
                        ? setRole.variables.role
                        : person.role
                    }
                    onChange={({ target }) =>
                      setRole.mutate({ id: person.id, role: Role.parse(target.value) })
                    }
                  >
                    {ROLES.map(({ value, label }) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                  </Select>
                ) : (
                  roleWord(person.role)
                )}
              </Td>
              <Td number>
                {mayAdminister && (
                  <RowActions>
                    <Button small kind="quiet" onClick={() => setRemoving(person)}>
                      Remove<span className="sr-only"> {person.name}</span>
                    </Button>
                  </RowActions>
                )}
              </Td>
            </Row>
          ))}
        </tbody>
      </Table>
      {removing && <RemovePerson person={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}

function RemovePerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.people.remove.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmByName
      open
      onOpenChange={(open) => !open && onClose()}
      name={person.email}
      title={`Remove ${person.name}?`}
      removes={[{ what: "their sessions, at once" }, { what: "their account" }]}
      keeps={["what they did, in the log", "clusters and policies they made"]}
      verb="Remove person"
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate({ id: person.id })}
    />
  );
}
