#!/bin/sh
# The sample's submissions are what its generator writes, byte for byte.
. tests/whole/lib

check the-generator-runs samples/generate "$work/arrivals"
check the-committed-files-are-the-generated diff -r "$sample/arrivals" \
    "$work/arrivals"
check there-are-files test "$(find "$sample/arrivals" -type f | wc -l)" -gt 300
half=$(ls "$sample"/arrivals/2020-0[4-9]-*/0[0-9]-*_2020-Q*.csv | wc -l)
check half-of-them-are-csv test "$half" -eq 40
finish
