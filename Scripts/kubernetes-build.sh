#!/usr/bin/env bash
# kubernetes-build.sh FOLDER: the programs of Kubernetes 1.20 in FOLDER, from Debian's source package and Debian's Go alone.
# It takes some minutes once; a second run finds them and does nothing.
set -euo pipefail

folder=$1
missing=()
for program in kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet; do
	[[ -x $folder/$program ]] || missing+=("$program")
done
((${#missing[@]})) || exit 0

"$(dirname "$0")/install.sh" ca-certificates gcc golang-1.19-go golang-github-modern-go-reflect2-dev jq make patch rsync xz-utils
echo "Building ${missing[*]} from Debian's sources..."
draft=$(mktemp -d "${TMPDIR:-/var/tmp}/rad-kubernetes.XXXXXX")
trap 'chmod -R u+w "$draft"; rm -rf "$draft"' EXIT

# Sources of the packages of this machine, in an apt of its own: the lists of the system stay as they are.
mkdir -p "$draft/sources" "$draft/lists/partial" "$draft/cache/archives/partial"
sed 's/^Types: deb$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources >"$draft/sources/debian.sources"
cat >"$draft/apt.conf" <<CONFIGURATION
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$draft/sources";
Dir::State::lists "$draft/lists";
Dir::Cache "$draft/cache";
APT::Sandbox::User "$(id -un)";
CONFIGURATION
export APT_CONFIG=$draft/apt.conf
cd "$draft"
apt-get update -qq
apt-get source -qq --download-only kubernetes

mkdir source
tar -xzf kubernetes_*.orig.tar.gz -C source --strip-components=1
tar -xJf kubernetes_*.debian.tar.xz
cd source
while read -r change; do patch -s -p1 <"../debian/patches/$change"; done < <(grep -v '^ *#' ../debian/patches/series)

# The reflect2 that comes with it crashes under Go 1.18 and later at the first custom resource; Debian's does not.
reflect2=github.com/modern-go/reflect2
rm -f vendor/$reflect2/*.go vendor/$reflect2/*.s
cp /usr/share/gocode/src/$reflect2/*.{go,s} vendor/$reflect2/

export PATH=/usr/lib/go-1.19/bin:$PATH GOPATH=$PWD/.gopath CGO_ENABLED=0 HOME=$draft
mkdir -p .gopath/src/k8s.io
ln -s "$PWD" .gopath/src/k8s.io/kubernetes
make WHAT="${missing[*]/#/cmd/}" >make.log 2>&1 || { tail -n 30 make.log; exit 1; }
mkdir -p "$folder"
for program in "${missing[@]}"; do
	strip -o "$folder/$program.draft" "_output/bin/$program"
	mv "$folder/$program.draft" "$folder/$program"
done
