#!/bin/sh
# What consumers make of our files: each is installed, pinned, into a folder of its own and asked.
# sh tools/interop/run.sh [.venv/bin]
set -eu
here=$(dirname "$0")
bin=${1:-.venv/bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

"$bin/policygraph" export portal --out "$work/portal" --publisher 'Example Institute' \
  --contact data@example.org --publisher-type NationalAuthority --url https://data.example.org/pg/ >/dev/null

echo '== CKAN 2.12.0 with ckanext-dcat 2.4.4'
python3 -m venv "$work/ckan"
"$work/ckan/bin/python" -m pip --quiet --disable-pip-version-check install 'ckan[requirements]==2.12.0' ckanext-dcat==2.4.4
"$work/ckan/bin/python" "$here/portal_in_ckan.py" "$work/portal/dcat.ttl"

echo '== csvw 4.1.1 and frictionless 5.21.0'
python3 -m venv "$work/tables"
"$work/tables/bin/python" -m pip --quiet --disable-pip-version-check install csvw==4.1.1 frictionless==5.21.0
"$work/tables/bin/csvwvalidate" "$work/portal/tables/csv-metadata.json"
"$work/tables/bin/frictionless" validate "$work/portal/tables/datapackage.json"

echo '== OWL API (Debian libowlapi-java)'
if command -v javac >/dev/null && ls /usr/share/java/owlapi-api*.jar >/dev/null 2>&1; then
  jars=$(ls /usr/share/java/*.jar | tr '\n' ':')
  javac -cp "$jars" -d "$work" "$here/OwlProfile.java"
  java -cp "$jars$work" OwlProfile ontology/policygraph.ttl ontology/alignments.ttl 2>/dev/null
else
  echo 'not here: apt-get install default-jdk-headless libowlapi-java'
fi
