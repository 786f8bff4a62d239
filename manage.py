#!/usr/bin/env python
"""Runs a command of the project: `python manage.py help` lists them."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    # Inside the function: what is missing shall end in a sentence, not in a traceback.
    try:
        from django.conf import settings  # noqa: PLC0415
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.exit(
            f"没有找到 {error.name}：请先运行 make demo 装好依赖，"
            "再用 .venv/bin/python manage.py 运行命令。"
        )
    try:
        bool(settings.DEBUG)  # some commands would hide what is wrong with the settings
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"设置有误：{error}")
    except KeyboardInterrupt:
        print("\n已中断；做完的都已保存，再次运行即可继续。", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
