import { makeBarcodeClip, type BarcodeClip } from "@retake/media/barcode-clip";

/** Run as `node --import tsx barcode-clip-main.ts <BarcodeClip as JSON>`. */
await makeBarcodeClip(JSON.parse(process.argv[2] ?? "") as BarcodeClip);
