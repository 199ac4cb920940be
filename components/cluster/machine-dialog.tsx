import type { ComponentProps, ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";

interface MachineDialogProps<Plan> {
  title: string;
  /** What closes it without a deed, before there is a plan that has buttons of its own. */
  keep: string;
  plan: ComponentProps<typeof QueryPart<Plan>>["query"];
  onClose: () => void;
  children: (plan: Plan) => ReactNode;
}

/** What a verb on a machine would change is read before it is offered. */
export function MachineDialog<Plan>({ title, keep, plan, onClose, children }: MachineDialogProps<Plan>) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={<span className="break-words">{title}</span>}
    >
      <div className="mt-3 grid gap-4">
        <QueryPart
          query={plan}
          failure="What it would change could not be read."
          loading={<TableSkeleton label="Reading what it would change" columns={["80%"]} rows={3} />}
        >
          {children}
        </QueryPart>
        {!plan.data && (
          <DialogButtons>
            <Button onClick={onClose}>{keep}</Button>
          </DialogButtons>
        )}
      </div>
    </Dialog>
  );
}
