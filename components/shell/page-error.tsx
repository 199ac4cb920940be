"use client";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { PartError } from "#components/ui/note.tsx";
import { PageHead } from "#components/ui/section.tsx";

interface PageErrorProps {
  message: string;
  digest: string | undefined;
  onRetry: () => void;
}

/** The page failed; the rail, the bar and the other pages did not. */
export function PageError({ message, digest, onRetry }: PageErrorProps) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      onRetry();
    });
  return (
    <>
      <PageHead
        title="This page could not be drawn."
        lead="Clusters go on holding and releasing Jobs by themselves."
      />
      <PartError
        title="The console stumbled over an error of its own."
        code={digest ? `digest ${digest}` : message}
        actions={
          <Button small kind="first" onClick={retry}>
            Draw it again
          </Button>
        }
      >
        The terminal it runs in has the details.
      </PartError>
    </>
  );
}
