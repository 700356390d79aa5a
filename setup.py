"""Builds the four C extensions; everything else is in pyproject.toml."""

from setuptools import setup

setup(
    cffi_modules=[
        "comm_c/build_ffi.py:ffibuilder",
        "harness/standin/build_ffi.py:ffibuilder",
        "harness/kernels/build_ffi.py:ffibuilder",
        "agent/kernels/build_ffi.py:ffibuilder",
    ],
)
