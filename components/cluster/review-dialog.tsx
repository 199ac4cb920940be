"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Done, ImageField } from "./install-agent.tsx";
import { ReviewObjects } from "./review-objects.tsx";
import { useClusterVerb } from "./use-cluster-verb.ts";

/** With an agent or without, then every object that would be written, then what was. */
export function ReviewDialog({ name, close }: { name: string; close: () => void }) {
  const review = useReview(name);
  const { read, done, failure } = review;
  return (
    <Dialog
      open
      wide
      onOpenChange={close}
      title={done ? `${name} is reviewed` : `What would be written into ${name}`}
      description={
        done
          ? "Its marks are written; policies and scores follow within seconds."
          : "Asked of its API server by a dry run. Nothing is written before you say so, and leaving takes out exactly this."
      }
    >
      {done ? done.length > 0 && <Done objects={done} /> : <Wish review={review} />}
      {!done && read && <ReviewObjects review={read} />}
      {failure && (
        <PartError className="mt-3" title={failure.title}>
          {failure.message}
        </PartError>
      )}
      <DialogButtons>
        <Button onClick={close}>{done ? "Close" : "Cancel"}</Button>
        {!done && <NextButton review={review} />}
      </DialogButtons>
    </Dialog>
  );
}

type ReviewState = ReturnType<typeof useReview>;

function useReview(name: string) {
  const trpc = useTRPC();
  const { refresh } = useClusterVerb();
  const [withAgent, setWithAgent] = useState(true);
  const [image, setImage] = useState("");
  const [dryRun, setDryRun] = useState(false);
  const look = useMutation(trpc.review.get.mutationOptions());
  const write = useMutation(trpc.review.write.mutationOptions({ onSettled: refresh }));
  const wish = { name, image: withAgent ? image.trim() : null, dryRun: withAgent && dryRun };
  /** What was shown was for another wish. */
  const changed =
    <T,>(set: (next: T) => void) =>
    (next: T) => {
      look.reset();
      write.reset();
      set(next);
    };
  return {
    withAgent,
    image,
    dryRun,
    setWithAgent: changed(setWithAgent),
    setImage: changed(setImage),
    setDryRun: changed(setDryRun),
    read: look.data,
    done: write.data,
    failure: failureOf(look.error, write.error),
    busy: look.isPending || write.isPending,
    ready: !withAgent || image.trim() !== "",
    look: () => {
      write.reset();
      look.mutate(wish);
    },
    write: () => look.data && write.mutate({ ...wish, digest: look.data.digest }),
    overtaken: write.error?.data?.code === "CONFLICT",
  };
}

const failureOf = (look: { message: string } | null, write: { message: string } | null) => {
  if (write) return { title: "It was not written.", message: write.message };
  return look ? { title: "What would be written is not known.", message: look.message } : undefined;
};

function Wish({ review }: { review: ReviewState }) {
  return (
    <div className="mt-4 grid gap-3">
      <Checkbox
        checked={review.withAgent}
        onChange={review.setWithAgent}
        label="With the agent, which holds Jobs for a greener hour"
        help="Without it only our marks are written; it can be installed later."
      />
      {review.withAgent && (
        <>
          <ImageField image={review.image} onChange={review.setImage} />
          <Checkbox
            checked={review.dryRun}
            onChange={review.setDryRun}
            label="Dry run: it decides and records, and touches no Job"
          />
        </>
      )}
    </div>
  );
}

function NextButton({ review }: { review: ReviewState }) {
  if (review.read && !review.overtaken)
    return (
      <Button kind="first" busy={review.busy} onClick={review.write}>
        Write these
      </Button>
    );
  return (
    <Button kind="first" busy={review.busy} disabled={!review.ready} onClick={review.look}>
      {review.overtaken ? "Look at it again" : "Show what would be written"}
    </Button>
  );
}
