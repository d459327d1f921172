"""Maps the design card's folders to one import name and builds the Cython kernels.

``models/`` installs as ``hemtjanst.models``, ``simulation/`` as ``hemtjanst.simulation`` and so on, so nothing called
``models`` or ``simulation`` ever lands at the top of site-packages. All other metadata is in ``pyproject.toml``.

``HEMTJANST_DEBUG_KERNELS=1`` builds the kernels with bounds checks, for hunting a crash; CI runs the tests on both.
"""

import os
import sys
from pathlib import Path

import numpy as np
from Cython.Build import cythonize
from setuptools import Extension, find_packages, setup

NAME = "hemtjanst"
ROOMS = ("models", "simulation", "cython_ext", "scenarios")
DEBUG = os.environ.get("HEMTJANST_DEBUG_KERNELS") == "1"

DIRECTIVES = {
    "language_level": 3,
    "boundscheck": DEBUG,
    "wraparound": False,
    "initializedcheck": DEBUG,
    "nonecheck": DEBUG,
    "cdivision": True,
    "embedsignature": True,
    "freethreading_compatible": False,
}

# Same input, same output on every machine: no fused multiply-add, no unsafe reordering of floating point.
COMPILE_ARGS = ["/O2"] if sys.platform == "win32" else ["-O3", "-ffp-contract=off", "-fno-math-errno"]


def packages() -> dict[str, str]:
    """Import name of every package and the folder it comes from."""
    found = {NAME: NAME}
    for room in ROOMS:
        found[f"{NAME}.{room}"] = room
        for inner in find_packages(room):
            found[f"{NAME}.{room}.{inner}"] = f"{room}/{inner.replace('.', '/')}"
    return found


def kernels() -> list[Extension]:
    """Every ``cython_ext/_name.pyx`` is one extension module; language and libraries stand in its own header.

    Its C++ headers begin with the same word: ``_day_search.pyx`` is made of ``_day_*.h``.
    """
    return [
        Extension(
            f"{NAME}.cython_ext.{source.stem}",
            [source.as_posix()],
            include_dirs=[np.get_include(), "cython_ext"],
            depends=[header.as_posix() for header in sorted(source.parent.glob(f"_{source.stem.split('_')[1]}*.h"))],
            define_macros=[("NPY_NO_DEPRECATED_API", "NPY_1_7_API_VERSION")],
            extra_compile_args=COMPILE_ARGS,
        )
        for source in sorted(Path("cython_ext").glob("_*.pyx"))
    ]


mapping = packages()
setup(
    packages=list(mapping),
    package_dir=mapping,
    package_data={
        NAME: ["py.typed"],
        f"{NAME}.scenarios": ["*.yaml", "policies/*.yaml", "sweeps/*.yaml", "tables/*/*"],
        f"{NAME}.cython_ext": ["*.pyx", "*.pxd", "*.h"],
        f"{NAME}.simulation.report": ["*.jinja", "texts/*.yaml"],
    },
    ext_modules=cythonize(
        kernels(),
        compiler_directives=DIRECTIVES,
        build_dir="build/cython",
        nthreads=int(os.environ.get("HEMTJANST_BUILD_JOBS", "0")),
    ),
)
