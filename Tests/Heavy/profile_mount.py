"""A directory of profiles as Kubernetes mounts it, and everything that may happen to it."""

import json
import os
import pathlib
import shutil

from process import ROOT

DEVICE = "devices/nucleo-f746zg.json"
FOLDERS = ("devices", "kernels", "schema")

# What a device file may turn into; none of it can be loaded.
BROKEN = {
    "cut": lambda text: text[: len(text) // 2],
    "empty": lambda text: "",
    "unknown key": lambda text: text.replace('"core"', '"cora"', 1),
    "wrong type": lambda text: text.replace('"core": "', '"core": ["', 1).replace('",', '"],', 1),
    "missing library": lambda text: text.replace("cmsis-nn-7.0.0.dsp", "cmsis-nn-9.9.9.dsp"),
    "not JSON": lambda text: "\0" * 64,
}


class ProfileMount:
    """`devices` and `kernels` are links through `..data` to a version's directory."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.path.mkdir()
        self.version = 0
        self.source = json.loads((ROOT / "Profiles" / DEVICE).read_text())
        self.clock = self.source["clock"]["default_mhz"]
        os.symlink(self._new_version(), self.path / "..data")
        for folder in FOLDERS:
            os.symlink(f"..data/{folder}", self.path / folder)

    @property
    def device(self):
        return self.path / DEVICE

    def text(self, clock):
        self.clock = clock
        self.source["clock"]["default_mhz"] = clock
        return json.dumps(self.source, indent=2)

    # Each leaves a good set with the clock that is given.

    def edit_in_place(self, clock):
        """As a careless editor does: the file is half written for a moment."""
        self._restore()
        text = self.text(clock)
        with open(self.device, "w") as file:
            file.write(text[: len(text) // 2])
            file.flush()
            os.fsync(file.fileno())
            file.write(text[len(text) // 2:])

    def rename_over(self, clock):
        self._restore()
        self._replace(self.text(clock))

    def delete_one(self, clock):
        self._restore()
        self._replace(self.text(clock))
        (self.path / "devices/disco-f469ni.json").unlink()

    def swap(self, clock):
        text = self.text(clock)
        self._swap(lambda version: (version / DEVICE).write_text(text))

    # Each leaves a set that cannot be loaded.

    def break_in_place(self, kind):
        self.device.write_text(BROKEN[kind](self.device.read_text()))

    def break_by_rename(self, kind):
        self._replace(BROKEN[kind](self.device.read_text()))

    def delete_library(self, kind):
        (self.path / "kernels/cmsis-nn-7.0.0.dsp.json").unlink()

    def delete_all(self, kind):
        # Devices last: without its libraries a set is bad, without some devices it is merely small.
        for folder in reversed(FOLDERS):
            for file in (self.path / folder).iterdir():
                file.unlink()

    def swap_to_broken(self, kind):
        text = BROKEN[kind](self.device.read_text())
        self._swap(lambda version: (version / DEVICE).write_text(text))

    def move_away(self, kind):
        os.rename(self.path / "devices", self.path / "devices.away")

    # Steps

    def _replace(self, text):
        temporary = self.device.with_suffix(".tmp")
        temporary.write_text(text)
        os.replace(temporary, self.device)

    def _restore(self):
        """Puts back what is missing, behind a broken device file: no set in between can be loaded."""
        if (self.path / "devices.away").is_symlink():
            os.rename(self.path / "devices.away", self.path / "devices")
        self._replace("{")
        for folder in FOLDERS:
            for file in (ROOT / "Profiles" / folder).iterdir():
                place = self.path / folder / file.name
                if not place.exists():
                    shutil.copy(file, place)

    def _new_version(self):
        self.version += 1
        name = f"..version-{self.version}"
        for folder in FOLDERS:
            shutil.copytree(ROOT / "Profiles" / folder, self.path / name / folder)
        return name

    def _swap(self, change):
        """As the kubelet does: a new directory, one renamed link, then the old one goes."""
        if (self.path / "devices.away").is_symlink():
            os.rename(self.path / "devices.away", self.path / "devices")
        before = self.path / os.readlink(self.path / "..data")
        name = self._new_version()
        change(self.path / name)
        os.symlink(name, self.path / "..data_tmp")
        os.replace(self.path / "..data_tmp", self.path / "..data")
        shutil.rmtree(before)


GOOD = (
    ProfileMount.edit_in_place, ProfileMount.rename_over, ProfileMount.delete_one, ProfileMount.swap,
)
BAD = (
    ProfileMount.break_in_place, ProfileMount.break_by_rename, ProfileMount.delete_library,
    ProfileMount.delete_all, ProfileMount.swap_to_broken, ProfileMount.move_away,
)
