/** Says the same in a terminal whose kubeconfig leads to the management cluster. Both names are Kubernetes names: nothing needs quotes. */
export const describeCommand = (name: string, namespace: string): string =>
  `clusterctl describe cluster ${name} --namespace ${namespace}`;
