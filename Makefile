# Everything here needs Go and make, and nothing else. What else is used when
# it is there says so.

GO ?= go
ARGS ?=
SEEDS ?= 1000

.PHONY: help run demo day test cli race lint fmt bench soak walk golden pictures sim serve check

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## the dashboard on AWS (ARGS="--profile prod")
	$(GO) run . $(ARGS)

demo: ## the dashboard on the simulator: no account needed
	$(GO) run . --demo $(ARGS)

day: ## a simulated day without a screen: what happens, then a summary
	$(GO) run . sim run --for 24h $(ARGS)

# A property that does not hold prints the smallest story that breaks it, and
# the -rapid.seed that tells it again.
sim: ## 1,000 random worlds: what ECS promises must hold in each (SEEDS=1000)
	$(GO) test ./fake/sim -count=1 -run '$(shell grep -l rapid.Check fake/sim/*_test.go | xargs grep -ho '^func Test[A-Za-z]*' | cut -c6- | paste -sd'|')' -rapid.checks=$(SEEDS) -timeout 30m

serve: ## the simulator over the AWS API, on 127.0.0.1:4510
	$(GO) run . sim serve $(ARGS)

test: ## vet and every test
	$(GO) vet ./...
	$(GO) test ./...

cli: ## the aws CLI against the simulator, if it is installed (half a minute)
	$(GO) test -count=1 ./ui/e2e -run '^TestLifeWithTheCLI$$' -cli

race: ## every test under the race detector
	$(GO) test -race ./...

lint: fmt ## gofmt, and golangci-lint if it is installed, else go vet
	@if command -v golangci-lint >/dev/null 2>&1; then \
		golangci-lint run --allow-parallel-runners ./...; \
	else \
		echo "golangci-lint is not installed: gofmt and go vet instead"; \
		$(GO) vet ./...; \
	fi

fmt:
	@unformatted=$$(gofmt -l main.go backend fake model ui); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

bench: ## the benchmarks, and figures of the whole program, each beside its aim (about seven minutes)
	$(GO) test -count=1 -run '^TestFigures$$' -v ./ui/e2e -figures
	$(GO) test -run '^$$' -bench . -benchmem ./...

soak: ## 10,000 refreshes over HTTP while the world changes (about four minutes)
	$(GO) test -count=1 ./ui/e2e -run '^TestSoak$$' -v -soak 10000 -timeout 30m

walk: ## 200,000 keys at random through living worlds, under the race detector (about a quarter of an hour)
	$(GO) test -race -count=1 ./ui -run '^TestWander$$' -v -wander 200000 -timeout 60m

# vhs and ttyd draw them; the tapes are its scripts. Stills are kept small.
pictures: ## the pictures of the README and the docs, from demo.tape and docs/tapes
	@command -v vhs >/dev/null 2>&1 || { echo "vhs draws the pictures: github.com/charmbracelet/vhs"; exit 2; }
	@set -e; made=$$(mktemp -d); trap 'rm -rf "$$made"' EXIT; \
	$(GO) build -trimpath -o "$$made/ecsdeck" .; \
	PATH="$$made:$$PATH" vhs demo.tape; \
	for tape in docs/tapes/*.tape; do (cd "$$made" && PATH="$$made:$$PATH" vhs "$(CURDIR)/$$tape"); done; \
	mkdir -p docs/pictures; cp "$$made"/*.png docs/pictures/

# Golden files are written by the tests that read them: look at the diff.
golden: ## write the golden files anew
	$(GO) test $$(grep -rlE 'x/exp/golden|ui/uitest"' --include='*.go' ui | xargs -n1 dirname | sort -u | sed 's|^|./|') -update
	$(GO) test $$(grep -rl 'cockroachdb/datadriven' --include='*_test.go' fake | xargs -n1 dirname | sort -u | sed 's|^|./|') -rewrite
	$(GO) test ./fake/sim -run '^TestReality$$' -reality
	$(GO) test ./fake/wire -run TestOperationsPage -rewrite
	$(GO) test ./backend/iam -run TestPermissionsPage -rewrite
	$(GO) test ./ui/config -run 'Schema|PageIs' -rewrite
	$(GO) test ./ui -run TestWorkflowsPage -workflows

check: lint test ## what a commit must pass
