# Two commands: `make figures` and `make test`. `make` alone lists the others.
# Nothing is needed but make and Python 3.11 or newer with venv; each target makes .venv when it is missing.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.package
BENCH = .venv-bench
FUZZ = $(VENV)/fuzz
FUZZ_SECONDS ?= 20
COPIES = 1,10,100
MOST = 40
ALL_CORES = --numprocesses auto

# A kernel draws into the notebook only where no backend is forced on it; the tests ask for Agg themselves.
unexport MPLBACKEND
# Dozens of processes are started, and each would compile pandas and matplotlib anew.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK = 1

HEADING = @printf '\n== %s ==\n'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help figures test lab report bench coverage fuzz mutants edges golden opinions clean lock \
	regenerate lint format types layers unit notebooks committed rest

help: ## show this list
	@echo 'make figures   data/regesta -> data/tables, notebooks, figures/ and the report'
	@echo 'make test      everything CI runs'
	@echo 'make lab       open the notebooks in JupyterLab'
	@echo 'make report    the notebooks, figures/ and the report, from the tables as they are'
	@echo 'make bench     how fast it reads, into docs/benchmarks.md; COPIES=1,10,100,1000 for more text'
	@echo 'make coverage  the lines and branches that no test takes'
	@echo 'make fuzz      a minute of random bytes against structure, dates and amounts; FUZZ_SECONDS=600 for longer each'
	@echo 'make mutants   how many faults put into rules the tests notice; MOST=0 for all'
	@echo 'make edges     write the texts at the edges of rules anew, after a change of rules'
	@echo 'make golden    write the expected outputs of the tests anew; read the diff before you commit it'
	@echo 'make opinions  ask lifelines anew what our estimators are held against (in .venv-opinions)'
	@echo 'make lock      pin the requirements anew (needs uv)'
	@echo 'make clean     remove .venv, the report and caches; never data/sources'

# --- setting up ---------------------------------------------------------------------------------------

# Pinned and hashed requirements. Made from scratch when the lock changes, so that nothing stale hides a gap;
# not compiled beforehand, which saves a third of the time: Python compiles what it imports.
$(VENV)/.requirements: requirements/lock.txt
	@command -v '$(PYTHON)' >/dev/null || { \
	  echo "corrstats needs Python 3.11 or newer, and there is no '$(PYTHON)' here;" \
	    "say which to use: make PYTHON=python3.12 ..." >&2; exit 2; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "corrstats needs Python 3.11 or newer, and '$(PYTHON)' is $$('$(PYTHON)' --version 2>&1);" \
	    "say which to use: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(HEADING) 'Setting up $(VENV) (once, a minute or two)'
	@'$(PYTHON)' -m venv --clear '$(VENV)'
	@'$(BIN)/python' -m pip install --quiet --no-compile --require-hashes --requirement requirements/lock.txt
	@touch '$@'

# The package itself, from src, with nothing fetched.
$(READY): $(VENV)/.requirements pyproject.toml
	@'$(BIN)/python' -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch '$@'

# --- figures ------------------------------------------------------------------------------------------

figures: $(READY)
	@$(MAKE) --no-print-directory regenerate

# The same without setting up: `make committed` runs it in a copy of the project.
regenerate:
	@ls data/regesta/*.txt >/dev/null 2>&1 || { \
	  echo 'make figures: no regesta in data/regesta; get the whole project, with its data' >&2; exit 2; }
	@for source in data/regesta/*.txt; do \
	  corpus=$$(basename "$$source" .txt); \
	  printf '\n== %s ==\n' "$$source -> data/tables/$$corpus"; \
	  '$(BIN)/corrstats' parse "$$source" --out "data/tables/$$corpus" || exit; \
	done
	$(HEADING) 'Notebooks, figures and report'
	@'$(BIN)/corrstats' report --out report

report: $(READY)
	@'$(BIN)/corrstats' report --out report

lab: $(READY)
	@'$(BIN)/jupyter' lab notebooks

# --- tests --------------------------------------------------------------------------------------------

test: $(READY) lint format layers unit rest
	$(HEADING) 'All checks passed'

# Three checks of which each leaves a processor idle: side by side, and told one after the other.
rest: $(READY)
	@told=$$(mktemp); $(MAKE) --no-print-directory types committed >"$$told" 2>&1 & other=$$!; \
	  trap 'kill $$other; rm -f "$$told"' INT TERM; \
	  $(MAKE) --no-print-directory notebooks; failed=$$?; \
	  wait $$other || failed=$$?; cat "$$told"; rm -f "$$told"; exit $$failed

lint: $(READY)
	$(HEADING) 'Lint'
	@'$(BIN)/ruff' check

format: $(READY)
	$(HEADING) 'Format'
	@'$(BIN)/ruff' format --check

types: $(READY)
	$(HEADING) 'Types'
	@'$(BIN)/mypy'

layers: $(READY)
	$(HEADING) 'Layers: what may import what'
	@'$(BIN)/lint-imports' --no-logo

unit: $(READY)
	$(HEADING) 'Tests'
	@'$(BIN)/python' -m pip check
	@'$(BIN)/pytest' $(ALL_CORES) --dist worksteal

# The same tests, with the branches of the code that no test takes.
coverage: $(READY)
	@'$(BIN)/coverage' erase
	@'$(BIN)/coverage' run -m pytest $(ALL_CORES) --dist worksteal --quiet; passed=$$?; \
	  '$(BIN)/coverage' combine --quiet && \
	  '$(BIN)/coverage' report --show-missing --skip-covered && exit $$passed

# nbval runs every notebook and compares its outputs with those committed; without notebooks it fails.
notebooks: $(READY)
	$(HEADING) 'Notebooks: each gives the outputs committed with it'
	@'$(BIN)/pytest' $(ALL_CORES) --dist loadfile --nbval --nbval-current-env notebooks

committed: $(READY)
	$(HEADING) 'Tables, notebooks and figures are what the code makes'
	@'$(BIN)/python' tests/check_committed.py

# An environment of its own: what we are measured against is large, and no part of us. Where it cannot be
# installed, the same runs without it, and says what it left out.
$(BENCH)/.package: requirements/bench.txt pyproject.toml
	$(HEADING) 'Setting up $(BENCH) (once, a minute or two)'
	@'$(PYTHON)' -m venv --clear '$(BENCH)'
	@'$(BENCH)/bin/python' -m pip install --quiet --no-compile --require-hashes --requirement requirements/bench.txt
	@'$(BENCH)/bin/python' -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch '$@'

bench: $(READY)
	@$(MAKE) --no-print-directory '$(BENCH)/.package' || \
	  echo 'make bench: cannot install requirements/bench.txt; going on without it' >&2
	@python='$(BENCH)/bin/python'; [ -e '$(BENCH)/.package' ] || python='$(BIN)/python'; \
	  "$$python" tests/bench/bench.py --copies $(COPIES)

# atheris stands in a folder of its own, since its wheels are for some systems and Pythons only. Where it cannot
# be installed nothing is fuzzed, and it says so; the same targets run on fewer bytes in tests/test_fuzz_targets.py.
$(FUZZ)/.installed: requirements/fuzz.txt $(READY)
	@rm -rf '$(FUZZ)'
	@'$(BIN)/python' -m pip install --quiet --no-deps --only-binary :all: --require-hashes \
	  --target '$(FUZZ)' --requirement requirements/fuzz.txt
	@touch '$@'

fuzz: $(READY)
	$(HEADING) 'Fuzzing: $(FUZZ_SECONDS) seconds each'
	@$(MAKE) --no-print-directory '$(FUZZ)/.installed' || { \
	  echo 'make fuzz: SKIPPED, atheris (requirements/fuzz.txt) cannot be installed for this Python or system' >&2; exit 0; }; \
	[ ! -e '$(FUZZ)/.installed' ] || for target in structure dates quantities; do \
	  echo "$$target"; \
	  PYTHONPATH='$(FUZZ)' '$(BIN)/python' tests/fuzz/fuzz.py "$$target" --seconds $(FUZZ_SECONDS) --faults '$(FUZZ)' || { \
	    echo "make fuzz: $$target failed; try the bytes again with" \
	      "PYTHONPATH=$(FUZZ) $(BIN)/python tests/fuzz/fuzz.py $$target $(FUZZ)/$$target-crash-..." >&2; exit 1; }; \
	done

# Not for CI: some minutes, and only after a change of rules. MOST=0 tries every mutant.
mutants: $(READY)
	@'$(BIN)/python' tests/mutants/run.py --most $(MOST)

edges: $(READY)
	@'$(BIN)/python' tests/mutants/edges.py

golden: $(READY)
	@'$(BIN)/pytest' --update-goldens tests

# What lifelines says is kept as a file, so that the tests need no lifelines; its environment is its own.
.venv-opinions/.requirements: requirements/opinions.txt
	@'$(PYTHON)' -m venv --clear .venv-opinions
	@.venv-opinions/bin/python -m pip install --quiet --no-compile --require-hashes --requirement requirements/opinions.txt
	@touch '$@'

opinions: .venv-opinions/.requirements
	@.venv-opinions/bin/python tests/opinions/ask_lifelines.py

# --- upkeep -------------------------------------------------------------------------------------------

# One version for all Pythons where there is one, so that figures and tables are the same on all of them.
# The extra `bench` has a lock of its own, with the same versions of what both need.
EXTRAS = export notebooks parquet
lock:
	@command -v uv >/dev/null || { echo 'make lock: needs uv; install it, then run again' >&2; exit 2; }
	uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate \
	  $(foreach extra,$(EXTRAS),--extra $(extra)) --group dev --group build \
	  --custom-compile-command 'make lock' --output-file requirements/lock.txt pyproject.toml
	uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate \
	  --extra bench --group build --constraint requirements/lock.txt \
	  --custom-compile-command 'make lock' --output-file requirements/bench.txt pyproject.toml
	uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate \
	  --group opinions \
	  --custom-compile-command 'make lock' --output-file requirements/opinions.txt
	uv pip compile --quiet --universal --fork-strategy requires-python --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-deps --group fuzz \
	  --custom-compile-command 'make lock' --output-file requirements/fuzz.txt

clean:
	rm -rf '$(VENV)' '$(BENCH)' .venv-opinions report .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find src tests notebooks -name __pycache__ -type d -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
