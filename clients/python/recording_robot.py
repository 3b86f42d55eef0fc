"""A robot of python-client.pg.test.ts: message n has the time n ms; every tenth is a picture."""
import base64
import sys
import time

import retake_client as retake

# 1 x 1, grey.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=")


def main(url: str, session_id: str, messages: int) -> None:
    with retake.Episode(url, session_id=session_id, robot_type="arm", task="count", fps=100) as ep:
        for n in range(messages):
            if n % 10 == 3:
                ep.image("/cam", JPEG, t=n / 1000, frame=n)
            else:
                ep.send("/x", [float(n)] * 6, t=n / 1000, frame=n)
            if n % 100 == 50:
                ep.mark("note", str(n), t=n / 1000)
            if n % 20 == 0:
                time.sleep(0.002)
        counts = ep.end(outcome="success")
    print("confirmed", counts.messages, counts.frames, counts.dropped)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
