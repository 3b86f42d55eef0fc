export function ingestUrlOf(port: number): string {
  return `ws://127.0.0.1:${port}/ws/ingest`;
}
