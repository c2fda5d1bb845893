"""Tests of the exports: each output is opened by a reader that had no part in writing it."""
