# Finds a JDK of release 25 or later. Sourced by `mvnw` and `isthmus`, so it is POSIX sh and prints
# nothing unless it fails.
#
#   find_jdk   sets and exports JAVA_HOME and returns 0; or says on stderr what it looked at and what
#              to install, and returns 1.
#
# The order is the user's own choice first: JAVA_HOME, then the javac on the PATH, then the places
# where packages, archives, SDKMAN and IDEs put JDKs. A JRE does not do: the build needs javac and
# the start needs `jar` and the AOT cache.

ISTHMUS_JDK_RELEASE=25

# Prints the feature release of the JDK in $1 ("25"), or nothing where $1 is no JDK.
# The `release` file answers without starting a JVM.
jdk_release_of() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 0
  jdk_version=
  if [ -r "$1/release" ]; then
    jdk_version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([^"]*\)"\{0,1\}.*/\1/p' "$1/release")
  fi
  if [ -z "$jdk_version" ]; then
    jdk_version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \(.*\)/\1/p')
  fi
  case $jdk_version in
    1.*) jdk_version=${jdk_version#1.} ;;
  esac
  printf '%s\n' "$jdk_version" | sed -n 's/^\([0-9][0-9]*\).*/\1/p'
}

# Succeeds, with JAVA_HOME set, where $1 holds a JDK that is new enough; remembers what it saw.
try_jdk() {
  [ -n "$1" ] && [ -d "$1" ] || return 1
  jdk_release=$(jdk_release_of "$1")
  if [ -n "$jdk_release" ] && [ "$jdk_release" -ge "$ISTHMUS_JDK_RELEASE" ]; then
    JAVA_HOME=$1
    export JAVA_HOME
    return 0
  fi
  if [ -n "$jdk_release" ]; then
    jdks_seen="$jdks_seen
  JDK $jdk_release in $1"
  fi
  return 1
}

find_jdk() {
  jdks_seen=
  if [ -n "${JAVA_HOME:-}" ] && try_jdk "$JAVA_HOME"; then
    return 0
  fi

  # The javac on the PATH is often a chain of links; its real path ends in <home>/bin/javac.
  jdk_javac=$(command -v javac 2>/dev/null || true)
  if [ -n "$jdk_javac" ]; then
    jdk_javac=$(readlink -f "$jdk_javac" 2>/dev/null || printf '%s' "$jdk_javac")
    if try_jdk "${jdk_javac%/bin/javac}"; then
      return 0
    fi
  fi

  for jdk_candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /opt/* /opt/*/* /usr/local/*jdk* \
      "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    # A link beside its target would name the same JDK twice.
    [ -L "$jdk_candidate" ] && [ -d "$jdk_candidate" ] && continue
    if try_jdk "$jdk_candidate"; then
      return 0
    fi
  done

  {
    echo "Isthmus needs a JDK of release $ISTHMUS_JDK_RELEASE or later, and none was found."
    if [ -n "${JAVA_HOME:-}" ]; then
      echo "JAVA_HOME is $JAVA_HOME."
    else
      echo "JAVA_HOME is not set."
    fi
    if [ -n "$jdks_seen" ]; then
      echo "Found, but too old:$(printf '%s\n' "$jdks_seen" | awk '!seen[$0]++')"
    else
      echo "No JDK was found on the PATH, in /usr/lib/jvm, /opt, ~/.sdkman or ~/.jdks."
    fi
    echo "Install one, for example:"
    echo "  Debian 13, Ubuntu:  apt-get install openjdk-$ISTHMUS_JDK_RELEASE-jdk-headless"
    echo "  Fedora:             dnf install java-$ISTHMUS_JDK_RELEASE-openjdk-devel"
    echo "  SDKMAN:             sdk install java $ISTHMUS_JDK_RELEASE-tem"
    echo "or unpack Eclipse Temurin $ISTHMUS_JDK_RELEASE (https://adoptium.net) under /opt, or set JAVA_HOME."
  } >&2
  return 1
}
