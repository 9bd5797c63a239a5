"""Two folders change places in one step, by a call that Python does not offer.

Linux: renameat2(2) with RENAME_EXCHANGE. macOS: renamex_np(2) with RENAME_SWAP.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


# A disk that fails would fail again in the midst of what else could be done, and leave a mixture.
_OF_THE_DISK = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOMEM)


def exchange(first: Path, second: Path) -> bool:
    """Let two folders of one disk change places; False, and nothing moved, where that cannot be.

    Raises OSError where it could be, and the disk failed.
    """
    names = os.fsencode(first), os.fsencode(second)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            done = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            done = library.renamex_np(names[0], names[1], _RENAME_SWAP)
        else:
            return False
    except (AttributeError, OSError, TypeError):
        return False
    if done and (code := ctypes.get_errno()) in _OF_THE_DISK:
        raise OSError(code, os.strerror(code), str(second))
    return bool(done == 0)
