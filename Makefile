# Two commands, nothing before them: `make demo` and `make test`. What they need goes into .venv,
# what they make into var; both can be run again at any time.

# A Python of one's own choice: make demo PYTHON=/path/to/python3.12
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
SERVE ?= 1
VENV := .venv/bin/python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

.PHONY: help demo test lint messages env
.DEFAULT_GOAL := help

help:
	@echo "make demo          导入样例版面并在本机打开网站（make demo SERVE=0 只导入）"
	@echo "make test          运行全部测试：先 SQLite，再 PostgreSQL"
	@echo "make lint          检查格式、写法和类型"
	@echo "make messages      把标记过的文字收进英文目录，再编译（需要 GNU gettext）"

demo: env
	@$(VENV) manage.py demo $(if $(filter 0 no false,$(SERVE)),--no-serve)

test: env
	@echo "在 SQLite 上测试……"
	@$(VENV) -m pytest -n auto -m "not browser"
	@$(VENV) -m pytest -m browser
	@echo "在 PostgreSQL 上再测一遍用到数据库的……"
	@$(VENV) -m tests.postgres $(VENV) -m pytest -n auto --on-database -m "not browser and not counts_queries"

lint: env
	$(VENV) -m ruff format --check .
	$(VENV) -m ruff check .
	$(VENV) -m mypy

# The desk stays Chinese, and so do the issues that readers take along.
messages: env
	$(VENV) manage.py makemessages --locale en --extension html,txt,py --no-wrap --no-obsolete \
	    --add-location file --ignore .venv --ignore tests --ignore 'templates/admin' \
	    --ignore 'articles/admin' --ignore 'people/admin' --ignore 'templates/articles/portable'
	$(VENV) manage.py compilemessages --locale en --ignore .venv

# The environment is made once, and again when requirements.txt or the Python has changed.
env:
	@if $(VENV) -c '$(NEW_ENOUGH)' 2>/dev/null && cmp -s requirements.txt .venv/installed.txt; then \
	    exit 0; \
	fi; \
	if ! $(VENV) -c '$(NEW_ENOUGH)' 2>/dev/null; then \
	    python=; \
	    for candidate in $(PYTHON); do \
	        if $$candidate -c '$(NEW_ENOUGH)' 2>/dev/null; then python=$$candidate; break; fi; \
	    done; \
	    if [ -z "$$python" ]; then \
	        echo "没有找到 Python 3.11 或更新的版本；装好后再来，或写明在哪里：make demo PYTHON=/路径/python3.12" >&2; \
	        echo "No Python 3.11 or newer was found; install one, or name it: make demo PYTHON=/path/to/python3.12" >&2; \
	        exit 1; \
	    fi; \
	    if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	        echo "$$python 缺少 venv 模块；Debian、Ubuntu 上请先运行：sudo apt install python3-venv" >&2; \
	        echo "$$python lacks the venv module; on Debian or Ubuntu run: sudo apt install python3-venv" >&2; \
	        exit 1; \
	    fi; \
	    echo "用 $$($$python --version) 建立虚拟环境 .venv……"; \
	    $$python -m venv --clear .venv || exit 1; \
	fi; \
	echo "安装 requirements.txt 中的依赖（首次需一两分钟）……"; \
	if ! $(VENV) -m pip install --quiet --disable-pip-version-check --retries 2 -r requirements.txt; then \
	    echo "依赖没有装好，原因见上；多半是没有网络。联网后再运行一次即可。" >&2; \
	    echo "The dependencies could not be installed (see above); mostly that means no network. Run it again when online." >&2; \
	    exit 1; \
	fi; \
	cp requirements.txt .venv/installed.txt
