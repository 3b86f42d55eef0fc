export { findClusters, type Cluster, type ClusterOptions, type Clusters } from "./clusters/find-clusters.ts";
export { nameClusters } from "./clusters/name-clusters.ts";
