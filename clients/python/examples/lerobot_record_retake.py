#!/usr/bin/env python3
"""`lerobot-record` that also streams every episode to Retake while it is recorded.

    export RETAKE_URL=ws://HOST:8000 RETAKE_TOKEN=rtk_…
    python3 lerobot_record_retake.py --robot.type=so101_follower …     # the flags of lerobot-record

Needs retake_client.py beside it. Written for LeRobot 0.6.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import cv2  # noqa: E402
import retake_client as retake  # noqa: E402
from lerobot.datasets.lerobot_dataset import LeRobotDataset  # noqa: E402
from lerobot.scripts import lerobot_record  # noqa: E402


def jpeg(rgb) -> bytes:
    """Height x width x 3, RGB, uint8."""
    return cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1].tobytes()


class Mirror:
    """The episode that is being recorded into a dataset, in Retake."""

    def __init__(self):
        self.episode = None
        self.frame = 0

    def add(self, dataset, frame: dict) -> None:
        if self.episode is None:
            self.frame = 0
            self.episode = retake.Episode(os.environ["RETAKE_URL"], robot_type=dataset.meta.robot_type,
                                          task=frame["task"], fps=dataset.fps, topics=topics_of(dataset.features))
        t = self.frame / dataset.fps
        for key, value in frame.items():
            dtype = dataset.features.get(key, {}).get("dtype")
            topic = "/" + key.replace(".", "/")
            if dtype in ("image", "video"):
                self.episode.image(topic, jpeg(value), t=t, frame=self.frame)
            elif dtype is not None:
                self.episode.send(topic, value, t=t, frame=self.frame)
        self.frame += 1

    def end(self, note: str = "") -> None:
        episode, self.episode = self.episode, None
        if episode is not None:
            with episode:
                if note:
                    episode.mark("note", note)
                print("Retake:", episode.end())


def topics_of(features: dict) -> dict:
    """Names of the values, where LeRobot has them as a flat list."""
    topics = {}
    for key, feature in features.items():
        if key.startswith(("observation.", "action")) and feature["dtype"] not in ("image", "video", "string"):
            names = feature.get("names")
            topics["/" + key.replace(".", "/")] = {"data_type": feature["dtype"], "shape": list(feature["shape"]),
                                                   "names": names if isinstance(names, list) else None}
    return topics


def install(mirror: Mirror) -> None:
    """LeRobot's own work is done first; a fault of Retake is raised by the frame after it."""
    add_frame, save, clear = LeRobotDataset.add_frame, LeRobotDataset.save_episode, LeRobotDataset.clear_episode_buffer

    def add_frame_too(self, frame):
        add_frame(self, frame)
        mirror.add(self, frame)

    def save_too(self, *args, **options):
        save(self, *args, **options)
        mirror.end()

    def clear_too(self, *args, **options):
        clear(self, *args, **options)
        mirror.end("recorded again")

    LeRobotDataset.add_frame, LeRobotDataset.save_episode = add_frame_too, save_too
    LeRobotDataset.clear_episode_buffer = clear_too


if __name__ == "__main__":
    install(Mirror())
    lerobot_record.main()
