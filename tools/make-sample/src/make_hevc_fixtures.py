"""Makes the HEVC barcode clips of packages/media/test/fixtures: a colour one with B-frames and a 12-bit grey one as depth cameras record.

Needs PyAV (pip install av numpy); ffmpeg's wasm build cannot encode HEVC. Run: python make_hevc_fixtures.py
"""

from pathlib import Path

import av
import numpy as np

SIDE, FRAMES, FPS = 96, 70, 30
FOLDER = Path(__file__).parents[3] / "packages/media/test/fixtures"
CLIPS = {
    "hevc-bframes.mp4": ("yuv420p", "log-level=error:bframes=3:keyint=30"),
    "hevc-gray12.mp4": ("gray12le", "log-level=error:lossless=1"),
}


def barcode(frame: int) -> np.ndarray:
    """The same picture as drawBarcode in packages/media/src/barcode/pattern.ts."""
    checksum = ((frame >> 8) + ((frame >> 4) & 15) * 3 + (frame & 15) * 7 + 5) & 15
    code = (frame << 4) | checksum
    cell = SIDE // 4
    pixels = np.zeros((SIDE, SIDE, 3), np.uint8)
    for block in range(16):
        if (code >> (15 - block)) & 1:
            y, x = block // 4 * cell, block % 4 * cell
            pixels[y : y + cell, x : x + cell] = 255
    return pixels


for name, (pixel_format, x265) in CLIPS.items():
    with av.open(str(FOLDER / name), "w") as container:
        stream = container.add_stream("libx265", rate=FPS)
        stream.width = stream.height = SIDE
        stream.pix_fmt = pixel_format
        stream.options = {"x265-params": x265}
        for k in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(barcode(k), format="rgb24").reformat(format=pixel_format)
            frame.pts = k
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    print(name)
