/** A cluster's own name bent into one we accept: "arn:aws:eks:eu/Prod_1" is "prod-1". */
export const suggestName = (clusterName: string): string =>
  (clusterName.split(/[/@]/).findLast((part) => part !== "") ?? "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, "");
