#!/usr/bin/env python3
"""A ROS 2 node that records JointState and CompressedImage topics with Retake, from its start until Ctrl-C.

    export RETAKE_URL=ws://HOST:8000 RETAKE_TOKEN=rtk_…
    python3 ros2_retake.py --joints /joint_states --images /camera/front/compressed /camera/wrist/compressed

Needs retake_client.py beside it, and rclpy and sensor_msgs of a sourced ROS 2.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import rclpy  # noqa: E402
import retake_client as retake  # noqa: E402
from rclpy.node import Node  # noqa: E402
from rclpy.qos import qos_profile_sensor_data  # noqa: E402
from sensor_msgs.msg import CompressedImage, JointState  # noqa: E402


class Recorder(Node):
    def __init__(self, episode: retake.Episode, joints: list, images: list):
        super().__init__("retake")
        self.episode = episode
        self.begin = None
        for topic in joints:
            self.create_subscription(JointState, topic, lambda message, topic=topic: self.on_joints(topic, message),
                                     qos_profile_sensor_data)
        for topic in images:
            self.create_subscription(CompressedImage, topic, lambda message, topic=topic: self.on_image(topic, message),
                                     qos_profile_sensor_data)

    def seconds(self, stamp) -> float:
        """Since the first message, by the clock of the stamps."""
        now = stamp.sec + stamp.nanosec * 1e-9
        if self.begin is None:
            self.begin = now
        return now - self.begin

    def on_joints(self, topic: str, message: JointState) -> None:
        t = self.seconds(message.header.stamp)
        for part in ("position", "velocity", "effort"):
            values = getattr(message, part)
            if len(values) > 0:
                self.episode.send(f"{topic}/{part}", values, t=t)

    def on_image(self, topic: str, message: CompressedImage) -> None:
        self.episode.image(topic, bytes(message.data), t=self.seconds(message.header.stamp))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--joints", nargs="*", default=["/joint_states"])
    parser.add_argument("--images", nargs="*", default=[])
    parser.add_argument("--task")
    parser.add_argument("--robot-type", default="ros2")
    args = parser.parse_args()
    rclpy.init()
    with retake.Episode(os.environ["RETAKE_URL"], robot_type=args.robot_type, task=args.task) as episode:
        node = Recorder(episode, args.joints, args.images)
        try:
            rclpy.spin(node)
        except KeyboardInterrupt:
            pass
        print(episode.end())


if __name__ == "__main__":
    main()
