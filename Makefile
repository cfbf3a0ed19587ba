# What can be done here: make help

GO      ?= go
BIN     := bin/mdaplus
CRASHES ?= 2000
FUZZ    ?= 20s

.DEFAULT_GOAL := help
.PHONY: help run build test check bench variants fuzz crash conformance peers pictures notices servers clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

build: ## build bin/mdaplus
	@mkdir -p bin
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o $(BIN) ./cmd/mdaplus

run: build ## build and show everything: mdaplus demo
	$(BIN) demo

servers: ## install the real servers that tests use, where this machine allows it
	@sh tools/servers.sh

test: servers ## all tests, with real servers where they are installed
	$(GO) test $(TESTFLAGS) ./...

check: ## formatting, vet, staticcheck, and the race detector over tests and service
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	$(GO) vet -tags bars,conformance ./...
	$(GO) tool staticcheck ./...
	CGO_ENABLED=1 $(GO) test -race -short -timeout 20m $$($(GO) list ./... | grep -v internal/scenario)
	CGO_ENABLED=1 $(GO) test ./internal/scenario -run 'Questions|Beside|Network|Trouble|Down|Order' -raced

crash: build servers ## kill -9 at random moments, CRASHES times in all, on SQLite and PostgreSQL
	$(GO) test ./internal/scenario -run TestCrash -count=1 -timeout 0 -v -crashes $(CRASHES)

conformance: ## every document before the judges: veraPDF (Maven, Java), qpdf, poppler
	$(GO) test ./internal/conformance -tags conformance -count=1 -timeout 30m -v -verapdf "$(CURDIR)/$$(sh tools/verapdf.sh)"

bench: build servers ## the bars of the design, with the figure beside each
	$(GO) test ./internal/scenario -tags bars -run TestBars -count=1 -timeout 0 -v

variants: ## own variants of the forms in every container: right, asked, wrong, coverage
	@$(GO) test ./pipeline/read -run TestContainersHoldTheirBars -count=1 -v | grep -v "and asked"

peers: ## install the programs that bench compares the documents with
	@sh tools/peers.sh

fuzz: ## every fuzz target for FUZZ (20s) each
	@GO=$(GO) FUZZ=$(FUZZ) sh tools/fuzz.sh

pictures: build ## make the pictures of the documentation anew
	@sh tools/pictures.sh

notices: ## write docs/licenties.md: the modules in the program and their licences
	@GO=$(GO) sh tools/notices.sh

clean:
	rm -rf bin
