import { ANNOTATION } from "#server/domain/job/annotations.ts";

export const SUBMIT_COMMAND = "kubectl apply -f job.yaml";

/** A Job that waits for a better hour: the smallest one that says all there is to say. */
export const jobManifest = (): string => `apiVersion: batch/v1
kind: Job
metadata:
  name: nightly-report
  annotations:
    ${ANNOTATION.enabled}: "true"
    ${ANNOTATION.maxDelay}: 12h
    ${ANNOTATION.duration}: 1h
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: report
          image: busybox
          command: ["sh", "-c", "echo done"]
          resources:
            requests: { cpu: "4", memory: 8Gi }
`;
