import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { FIRST_KIND, hrefOf } from "./place.prepare.ts";

export function UnknownKind({ cluster, id }: { cluster: string; id: string }) {
  return (
    <Empty
      heading="h1"
      title={`${cluster} has no kind called ${id}`}
      actions={
        <Button asChild>
          <Link href={hrefOf(cluster, { kind: FIRST_KIND })}>Its pods</Link>
        </Button>
      }
    >
      Its definition may have been removed, or the address is mistyped. The list beside this has every kind.
    </Empty>
  );
}
