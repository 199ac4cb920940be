"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMay } from "#components/shell/me.tsx";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { classes } from "#components/ui/classes.ts";
import { toast } from "#components/ui/toast.tsx";
import { CreateForm } from "./create-form.tsx";
import { ImportDialog } from "./import-dialog.tsx";

interface CreateClusterProps {
  small?: boolean;
  /** Where there is nothing yet: the first thing to do comes first. */
  empty?: boolean;
}

/** One click makes a cluster with good defaults and opens its page; the two other ways stand beside it. */
export function CreateCluster({ small, empty }: CreateClusterProps) {
  const mayOperate = useMay("operate");
  const [dialog, setDialog] = useState<"settings" | "import">();
  const create = useOneClick();
  if (!mayOperate)
    return (
      <p className="max-w-[40ch] text-small text-ink-3">
        Making a cluster takes the role operator. Yours is viewer.
      </p>
    );
  const close = (open: boolean) => !open && setDialog(undefined);
  return (
    <Buttons className="flex-initial">
      <Button small={small} onClick={() => setDialog("import")}>
        Import a kubeconfig
      </Button>
      <Button small={small} onClick={() => setDialog("settings")}>
        With other settings
      </Button>
      <FromClass small={small} />
      <Button
        small={small}
        kind="first"
        busy={create.isPending}
        className={classes("max-touch:order-first", empty && "order-first")}
        onClick={() => create.mutate()}
      >
        {empty ? "Create a sandbox" : "Create a cluster"}
      </Button>
      <CreateForm open={dialog === "settings"} onOpenChange={close} />
      <ImportDialog open={dialog === "import"} onOpenChange={close} />
    </Buttons>
  );
}

/** Offered where there is something that makes real clusters. */
function FromClass({ small }: { small: boolean | undefined }) {
  const trpc = useTRPC();
  const managements = useQuery(trpc.management.list.queryOptions());
  if (!managements.data?.length) return null;
  return (
    <Button small={small} asChild>
      <Link href="/clusters/new">By Cluster API</Link>
    </Button>
  );
}

function useOneClick() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const create = useMutation(trpc.cluster.create.mutationOptions());
  return useMutation({
    mutationFn: async () => {
      // the name suggested a moment ago may be taken by now
      const { name, zone, size } = await queryClient.fetchQuery({
        ...trpc.cluster.suggest.queryOptions(),
        staleTime: 0,
      });
      return create.mutateAsync({ name, zone, size });
    },
    onSuccess: ({ name }) => {
      router.push(`/clusters/${encodeURIComponent(name)}`);
      void queryClient.invalidateQueries({ queryKey: trpc.cluster.pathKey() });
    },
    onError: ({ message }) => toast.failed({ fact: "No cluster was created.", consequence: message }),
  });
}
