#!/bin/sh
# Installs the programs that make bench compares the documents with, into bin/peers: Typst
# (npm) and WeasyPrint (PyPI). LibreOffice and Chromium are taken where they are installed.
set -eu
mkdir -p bin/peers
npm install --silent --no-fund --no-audit --prefix bin/peers @myriaddreamin/typst-ts-node-compiler@0.6.0 >&2 || echo "Typst could not be installed" >&2
[ -x bin/peers/py/bin/python ] || python3 -m venv bin/peers/py
bin/peers/py/bin/python -m pip install -q weasyprint >&2 || echo "WeasyPrint could not be installed" >&2
