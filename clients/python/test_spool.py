"""The spool: what `put` was given survives everything that a disk and a kill can do to a file being written."""
import errno
import logging
import os
import random
import shutil
import tempfile
import unittest
from unittest import mock

import retake_client as retake

logging.disable(logging.CRITICAL)

META = {"url": "ws://nowhere:1", "session_id": "a", "robot_type": None, "fps": None, "task": None, "operator": None,
        "resume": False, "started_at": 0.0}


class SpoolCase(unittest.TestCase):
    def setUp(self):
        self.parent = tempfile.mkdtemp(prefix="retake-spool-")
        self.addCleanup(shutil.rmtree, self.parent)
        self.folder = os.path.join(self.parent, "a")

    def open(self, bytes_max=1 << 30, **options) -> retake.Spool:
        return retake.Spool(self.folder, META, bytes_max, **options)

    def put(self, spool: retake.Spool, count: int, size: int = 40) -> list:
        """Messages with a content that tells their number."""
        return [(spool.put(1, 2, -1, 0.5, "/x", str(spool.last + 1).encode().ljust(size, b".")))
                for _ in range(count)]

    def read_all(self, spool: retake.Spool, begin: int = 1) -> list:
        spool.seek(begin)
        records = list(iter(spool.read, None))
        for record in records:
            self.assertEqual(record.payload.rstrip(b"."), str(record.number).encode())
        return [record.number for record in records]

    def files(self) -> list:
        return sorted(name for name in os.listdir(self.folder) if name.endswith(".spool"))


class Reading(SpoolCase):
    def test_what_was_put_is_read_in_order_over_many_files_and_from_any_number(self):
        spool = self.open(1 << 20)
        self.put(spool, 300, 2_000)
        self.assertGreater(len(self.files()), 5)
        for begin in (1, 2, 100, 299, 300, 301):
            self.assertEqual(self.read_all(spool, begin), list(range(begin, 301)))
        spool.close()

    def test_a_reader_at_the_end_goes_on_with_what_is_put_later_also_in_new_files(self):
        spool = self.open(1 << 20)
        spool.seek(1)
        seen = []
        for round_ in range(200):
            self.put(spool, 3, 1_000)
            seen += [record.number for record in iter(spool.read, None)]
            if round_ % 10 == 0:
                spool.forget(spool.last)
                spool.begin_anew()
        self.assertEqual(seen, list(range(1, 601)))
        spool.close()

    def test_pictures_larger_than_the_read_ahead(self):
        spool = self.open()
        for size in (10, 5 << 20, 300_000):
            spool.put(1, 6, 0, 0.0, "/cam", b"\xff\xd8\xff" + bytes(size - 3))
        spool.seek(1)
        self.assertEqual([len(record.payload) for record in iter(spool.read, None)], [10, 5 << 20, 300_000])
        spool.close()


class Forgetting(SpoolCase):
    def test_files_go_when_all_of_them_is_acked_and_never_before(self):
        spool = self.open(1 << 20)
        self.put(spool, 300, 2_000)
        for acked in range(0, 301, 7):
            spool.forget(acked)
            self.assertEqual(self.read_all(spool, acked + 1), list(range(acked + 1, 301)))
        self.assertLess(len(self.files()), 3)
        spool.close()

    def test_the_bound_holds_and_acks_make_room(self):
        spool = self.open(1 << 20)
        while spool.has_room(3_000):
            self.put(spool, 1, 2_900)
        full = spool.last
        self.assertLessEqual(spool.used, 1 << 20)
        self.assertGreater(spool.used, (1 << 20) - 3_100)
        on_disk = sum(os.path.getsize(os.path.join(self.folder, name)) for name in self.files())
        self.assertEqual(on_disk, spool.used)
        spool.forget(full - 1)
        self.assertTrue(spool.has_room(3_000))
        spool.forget(full)
        self.assertTrue(spool.has_room(1 << 19))
        spool.close()

    def test_a_file_begun_anew_keeps_numbers_counts_and_topics(self):
        spool = self.open()
        spool.state.topics["/x"] = retake.Topic("float64[]", (5,), ("a",) * 5)
        self.put(spool, 10)
        spool.forget(10)
        spool.begin_anew()
        spool.begin_anew()
        self.assertEqual(len(self.files()), 1)
        spool.close()
        again = self.open()
        self.assertEqual((again.last, again.state.acked, again.state.counts), (10, 10, [10, 0, 0]))
        self.assertEqual(again.state.topics, {"/x": retake.Topic("float64[]", (5,), ("a",) * 5)})
        self.assertEqual(self.put(again, 1), [11])
        again.close()

    def test_a_finished_spool_leaves_nothing(self):
        spool = self.open()
        self.put(spool, 3)
        spool.close(remove=True)
        self.assertEqual(os.listdir(self.parent), [])


class Tearing(SpoolCase):
    def setUp(self):
        super().setUp()
        # Thousands of files are opened here: what would be proved by waiting for the disk is proved elsewhere.
        patch = mock.patch("os.fsync")
        patch.start()
        self.addCleanup(patch.stop)

    def test_a_tail_torn_at_every_byte_loses_only_the_record_it_cuts(self):
        spool = self.open()
        sizes = []
        for _ in range(5):
            self.put(spool, 1)
            sizes.append(spool.used)
        spool.close()
        [name] = self.files()
        with open(os.path.join(self.folder, name), "rb") as file:
            data = file.read()
        for size in range(len(data)):
            shutil.rmtree(self.folder)
            os.makedirs(self.folder)
            self.restore(name, data[:size])
            again = self.open()
            whole = sum(end <= size for end in sizes)
            self.assertEqual(self.read_all(again), list(range(1, whole + 1)), size)
            self.assertEqual(self.put(again, 1), [whole + 1])
            self.assertEqual(self.read_all(again), list(range(1, whole + 2)))
            again.close()

    def test_a_bit_flipped_in_any_byte_is_cut_off_or_told_and_never_read(self):
        spool = self.open()
        self.put(spool, 3)
        spool.close()
        [name] = self.files()
        with open(os.path.join(self.folder, name), "rb") as file:
            data = file.read()
        told = cut = 0
        for byte in range(len(data)):
            shutil.rmtree(self.folder)
            os.makedirs(self.folder)
            flipped = bytearray(data)
            flipped[byte] ^= 1 << byte * 5 % 8
            self.restore(name, bytes(flipped))
            try:
                again = self.open()
            except retake.RetakeError as fault:
                self.assertEqual(fault.code, "spool_damaged")
                with open(os.path.join(self.folder, name), "rb") as file:
                    self.assertEqual(file.read(), bytes(flipped), "nothing is touched without being asked")
                again = self.open(accept_damage=True)
                self.assertTrue([found for found in os.listdir(self.folder) if found.endswith(".damaged")])
                told += 1
            else:
                cut += 1
            numbers = self.read_all(again)
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
            again.close()
        self.assertGreater(told, 200)
        self.assertGreater(cut, 50)

    def test_damage_in_an_older_file_keeps_the_younger_ones_for_people(self):
        spool = self.open(1 << 20)
        self.put(spool, 300, 2_000)
        spool.close()
        names = self.files()
        with open(os.path.join(self.folder, names[2]), "r+b") as file:
            file.seek(30_000)
            file.write(b"\0\0\0\0")
        with self.assertRaises(retake.RetakeError) as caught:
            self.open()
        self.assertEqual(caught.exception.code, "spool_damaged")
        again = self.open(accept_damage=True)
        numbers = self.read_all(again)
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
        self.assertGreater(len(numbers), 60)
        damaged = [name for name in os.listdir(self.folder) if name.endswith(".damaged")]
        self.assertEqual(len(damaged), len(names) - 2)
        again.close(remove=True)
        self.assertEqual(sorted(set(os.listdir(self.folder)) - set(damaged)), [])

    def restore(self, name: str, data: bytes) -> None:
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(data)


class Failing(SpoolCase):
    def test_a_write_that_fails_half_way_leaves_no_half_record_behind(self):
        spool = self.open()
        self.put(spool, 2)
        real = spool._segments[-1].file

        class Failing:
            def __init__(self):
                self.left = 20

            def write(self, data):
                if self.left == 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
                written = real.write(data[:self.left])
                self.left -= written
                return written

            def __getattr__(self, name):
                return getattr(real, name)

        spool._segments[-1].file = Failing()
        with self.assertRaises(retake.RetakeError) as caught:
            self.put(spool, 1)
        self.assertEqual(caught.exception.code, "spool_full")
        spool._segments[-1].file = real
        self.assertEqual(self.put(spool, 1), [3])
        spool.close()
        again = self.open()
        self.assertEqual((self.read_all(again), again.cut_bytes), ([1, 2, 3], 0))
        again.close()

    def test_after_a_failed_sync_nothing_more_is_taken(self):
        spool = self.open()
        self.put(spool, 2)
        with mock.patch("os.fsync", side_effect=OSError(errno.EIO, "Input/output error")):
            with self.assertRaises(retake.RetakeError) as caught:
                spool.sync()
        self.assertEqual(caught.exception.code, "spool_failed")
        for act in (spool.sync, lambda: self.put(spool, 1)):
            with self.assertRaises(retake.RetakeError):
                act()
        spool.close()

    def test_one_process_at_a_time(self):
        spool = self.open()
        with self.assertRaises(retake.RetakeError) as caught:
            self.open()
        self.assertEqual(caught.exception.code, "spool_in_use")
        spool.close()
        self.open().close()

    def test_random_puts_acks_reads_and_reopenings_agree_with_a_list(self):
        for seed in range(30):
            random_ = random.Random(seed)
            shutil.rmtree(self.folder, ignore_errors=True)
            spool, acked, seen = self.open(1 << 20), 0, 0
            spool.seek(1)
            for _ in range(150):
                act = random_.random()
                if act < 0.5:
                    size = random_.choice([10, 500, 30_000])
                    if spool.has_room(size + 100):
                        self.put(spool, 1, size)
                elif act < 0.7:
                    for record in [spool.read() for _ in range(random_.randrange(4))]:
                        if record is not None:
                            self.assertEqual(record.number, seen + 1)
                            seen = record.number
                elif act < 0.85:
                    acked = random_.randrange(acked, seen + 1) if seen >= acked else acked
                    spool.forget(acked)
                elif act < 0.93:
                    spool.sync()
                else:
                    last = spool.last
                    spool.close()
                    spool = self.open(1 << 20)
                    self.assertEqual(spool.last, last)
                    spool.forget(acked)
                    spool.seek(acked + 1)
                    seen = acked
            self.assertEqual(self.read_all(spool, acked + 1), list(range(acked + 1, spool.last + 1)))
            spool.close()


if __name__ == "__main__":
    unittest.main()
