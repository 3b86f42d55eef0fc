export { neighboursOf } from "./neighbours/exact-neighbours.ts";
export { nearestNeighbours, type NeighbourOptions } from "./neighbours/nearest-neighbours.ts";
export { createVectorScan, type TopRows, type VectorScan } from "./neighbours/vector-scan.ts";
