# Finds a JDK and the programs of the system that Holm works with. Sourced by ./verify and ./holm; bash only.
#
#   holm_find_java javac            sets and exports JAVA_HOME (javac: to build; java: to run), or says what to install and returns 1
#   holm_need_packages <<< TABLE    installs what is missing when root, or prints the line to type and returns 1
#
# A line of the table: PACKAGE PROGRAM why it is needed

HOLM_JAVA_VERSION=25

holm_say() { printf 'holm: %s\n' "$*" >&2; }

# The feature number of the JDK in a folder, 0 when there is none.
holm_java_version() {
  local version
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  printf '%s' "${version:-0}"
}

holm_find_java() {
  local program=${1:-java} folder on_path
  on_path=$(readlink -f "$(command -v "$program" 2>/dev/null)" 2>/dev/null || true)
  for folder in "${JAVA_HOME:-}" "${on_path%/bin/*}" /usr/lib/jvm/*"$HOLM_JAVA_VERSION"* /opt/*jdk*"$HOLM_JAVA_VERSION"*; do
    if [[ -n $folder && -x $folder/bin/$program ]] && (($(holm_java_version "$folder") >= HOLM_JAVA_VERSION)); then
      export JAVA_HOME=$folder
      return 0
    fi
  done
  holm_say "needs a JDK $HOLM_JAVA_VERSION or newer (JAVA_HOME is '${JAVA_HOME:-}'). On Debian or Ubuntu, as root:"
  cat >&2 <<'HELP'
  apt-get install -y wget gpg
  wget -qO- https://packages.adoptium.net/artifactory/api/gpg/key/public | gpg --dearmor -o /etc/apt/trusted.gpg.d/adoptium.gpg
  echo "deb https://packages.adoptium.net/artifactory/deb $(. /etc/os-release; echo "$VERSION_CODENAME") main" > /etc/apt/sources.list.d/adoptium.list
  apt-get update && apt-get install -y temurin-25-jdk
Elsewhere: unpack https://adoptium.net/temurin/releases/?version=25 and set JAVA_HOME to that folder.
HELP
  return 1
}

# Debian's word where there is one, for a package and a program of one name may differ (busybox, busybox-static).
holm_has_package() {
  if command -v dpkg-query >/dev/null; then
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]] && return 0
    [[ $1 != *-static ]] || return 1
  fi
  PATH="$PATH:/usr/sbin:/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)" command -v "$2" >/dev/null
}

holm_need_packages() {
  local package program why missing=()
  while read -r package program why; do
    [[ -n $package ]] || continue
    holm_has_package "$package" "$program" && continue
    missing+=("$package")
    holm_say "missing $package: $why"
  done
  ((${#missing[@]})) || return 0
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    holm_say "installing ${missing[*]}"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && return 0
    # Package lists may be stale or absent.
    apt-get update -qq >&2 &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 && return 0
    holm_say "apt-get could not install them (see above)"
    return 1
  fi
  holm_say "install them and try again:"
  printf '  sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
  return 1
}

# What a worker with containers and the overlay network calls.
holm_runtime_packages() {
  cat <<'TABLE'
podman    podman  runs containers
runc      runc    starts container processes for podman
conmon    conmon  watches containers for podman
nftables  nft     translates service addresses
iproute2  ip      makes namespaces, links and routes
TABLE
}
