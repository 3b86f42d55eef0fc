"""A robot that is killed by test_episode.py. Prints every number that `send` has returned."""
import sys

import retake_client as retake


def main(url: str, spool_dir: str, session_id: str, first: int) -> None:
    episode = retake.Episode(url, "rtk_test", session_id, spool_dir=spool_dir, spool_bytes=1 << 20)
    for value in range(first, 1_000_000):
        if value % 10 == 0:
            number = episode.image("/cam", b"\xff\xd8\xff" + str(value).encode().ljust(2_000, b"."), t=float(value))
        else:
            number = episode.send("/x", [float(value)] * 6, t=float(value))
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
