"""Everything docs/robots.md and examples/ show, run against a server; LeRobot, ROS 2 and OpenCV are stood in for."""
import logging
import os
import re
import runpy
import shutil
import sys
import tempfile
import types
import unittest
from unittest import mock

import fake_server

HERE = os.path.dirname(os.path.abspath(__file__))
JPEG = b"\xff\xd8\xff\xe0"

logging.disable(logging.CRITICAL)


class Picture:
    """An RGB picture, as far as the examples look."""

    ndim = 3


class Jpeg:
    """What cv2.imencode returns: a numpy array of uint8."""

    dtype = "uint8"

    def tobytes(self):
        return JPEG


def module(name: str, **fields) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(fields)
    return made


CV2 = module("cv2", COLOR_RGB2BGR=4, cvtColor=lambda picture, _: picture, imencode=lambda _, picture: (True, Jpeg()))


class Examples(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="retake-examples-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.server = fake_server.FakeServer()
        self.addCleanup(self.server.stop)
        env = {"RETAKE_URL": self.server.url, "RETAKE_TOKEN": "rtk_test", "RETAKE_SPOOL_DIR": self.folder}
        self.patch(mock.patch.dict(os.environ, env))
        self.patch(mock.patch("builtins.print"))
        self.patch(mock.patch.object(sys, "path", [HERE, *sys.path]))

    def patch(self, patch):
        patch.start()
        self.addCleanup(patch.stop)

    def sessions(self):
        self.assertEqual(self.server.violations, [])
        return list(self.server.sessions.values())

    def blocks(self):
        with open(os.path.join(HERE, "..", "..", "docs", "robots.md"), encoding="utf-8") as file:
            found = re.findall(r"```python\n(.*?)```", file.read(), re.S)
        short = [block.replace("now() < 30", "now() < 0.2") for block in found]
        return [block.replace("ws://localhost:8000", self.server.url) for block in short]

    def test_the_first_lines_of_the_guide(self):
        path = os.path.join(self.folder, "frame.jpg")
        with open(path, "wb") as file:
            file.write(JPEG)
        exec(self.blocks()[0].replace("frame.jpg", path), {})
        [session] = self.sessions()
        self.assertEqual(session.ended_message()["messages"], 2)
        self.assertEqual([item.data_type for item in session.items], ["float64[]", "image", "mark"])
        self.assertEqual(session.end["outcome"], "success")

    def test_the_loop_with_a_lerobot_robot(self):
        robot = types.SimpleNamespace(
            name="so101_follower", send_action=lambda action: action,
            get_observation=lambda: {"shoulder.pos": 1.5, "gripper.pos": 2, "front": Picture()})
        teleop = types.SimpleNamespace(get_action=lambda: {"shoulder.pos": 0.5, "gripper.pos": 1})
        with mock.patch.dict(sys.modules, cv2=CV2, my_robot=module("my_robot", FPS=50, robot=robot, teleop=teleop)):
            exec(self.blocks()[1], {})
        [session] = self.sessions()
        self.assertGreaterEqual(session.ended_message()["frames"], 3)
        self.assertEqual(set(session.declared), {"/observation/state", "/action", "/observation/images/front"})
        self.assertEqual([item.frame for item in session.items], [i // 3 for i in range(len(session.items))])

    def test_lerobot_record_streams_every_frame_and_each_episode_by_itself(self):
        features = {
            "observation.state": {"dtype": "float32", "shape": (2,), "names": ["a.pos", "b.pos"]},
            "observation.images.front": {"dtype": "video", "shape": (480, 640, 3), "names": ["height", "width", "c"]},
            "action": {"dtype": "float32", "shape": (2,), "names": ["a.pos", "b.pos"]},
        }
        frames, saved = [], []

        class LeRobotDataset:
            fps, meta = 30, types.SimpleNamespace(robot_type="so101")

            def __init__(self):
                self.features = features

            def add_frame(self, frame):
                frames.append(frame)

            def save_episode(self, parallel=True):
                saved.append(parallel)

            def clear_episode_buffer(self, delete_images=True):
                saved.append(None)

        def record():
            dataset = LeRobotDataset()
            for count, again in ((3, False), (2, True), (4, False)):
                for n in range(count):
                    dataset.add_frame({"observation.state": [n, 1.0], "observation.images.front": Picture(),
                                       "action": [2.0, n], "task": "pick"})
                dataset.clear_episode_buffer() if again else dataset.save_episode()

        stubs = {"cv2": CV2, "lerobot": module("lerobot"), "lerobot.datasets": module("lerobot.datasets"),
                 "lerobot.datasets.lerobot_dataset": module("lerobot_dataset", LeRobotDataset=LeRobotDataset),
                 "lerobot.scripts": module("scripts", lerobot_record=module("lerobot_record", main=record))}
        with mock.patch.dict(sys.modules, stubs):
            runpy.run_path(os.path.join(HERE, "examples", "lerobot_record_retake.py"), run_name="__main__")
        counts = [session.ended_message() for session in self.sessions()]
        self.assertEqual([(count["messages"], count["frames"]) for count in counts], [(9, 3), (6, 2), (12, 4)])
        self.assertEqual((len(frames), saved), (9, [True, None, True]))
        first = self.sessions()[0]
        self.assertEqual(first.declared["/action"], ("/action", "float32[]", [2], ["a.pos", "b.pos"], None))
        self.assertEqual((first.start["task"], first.start["fps"]), ("pick", 30))

    def test_the_ros_node_forwards_joints_and_pictures_until_it_is_interrupted(self):
        subscriptions = {}

        class Node:
            def __init__(self, name):
                self.name = name

            def create_subscription(self, kind, topic, callback, qos):
                subscriptions[topic] = callback

        def header(seconds):
            stamp = types.SimpleNamespace(sec=int(seconds), nanosec=round(seconds % 1 * 1e9))
            return types.SimpleNamespace(stamp=stamp)

        def spin(_):
            for n in range(5):
                joints = types.SimpleNamespace(header=header(100 + n / 4), position=[0.1, n], velocity=[],
                                               effort=[1.0, 2.0])
                subscriptions["/joint_states"](joints)
                image = types.SimpleNamespace(header=header(100 + n / 4), data=bytearray(JPEG))
                subscriptions["/cam/compressed"](image)
            raise KeyboardInterrupt

        stubs = {"rclpy": module("rclpy", init=lambda: None, spin=spin), "rclpy.node": module("rclpy.node", Node=Node),
                 "rclpy.qos": module("rclpy.qos", qos_profile_sensor_data=1), "sensor_msgs": module("sensor_msgs"),
                 "sensor_msgs.msg": module("sensor_msgs.msg", CompressedImage=1, JointState=2)}
        argv = ["ros2_retake.py", "--images", "/cam/compressed", "--task", "pick"]
        with mock.patch.dict(sys.modules, stubs), mock.patch.object(sys, "argv", argv):
            runpy.run_path(os.path.join(HERE, "examples", "ros2_retake.py"), run_name="__main__")
        [session] = self.sessions()
        self.assertEqual(session.ended_message()["messages"], 15)
        self.assertEqual(session.ended_message()["frames"], 5)
        self.assertEqual([item.timestamp for item in session.items[::3]], ["0.0", "0.25", "0.5", "0.75", "1.0"])


if __name__ == "__main__":
    unittest.main()
