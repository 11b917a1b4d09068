#!/bin/sh
# Builds the bundle that is unpacked on a director: aloftd's jars, its launcher and a Java runtime of its own.
#
#   build.sh JAVA_HOME AGENT_JAR CLASSPATH_FILE OUTPUT
#
# AGENT_JAR is aloftd itself, CLASSPATH_FILE lists the jars it stands on with colons between. OUTPUT gets aloftd-<id>.tar.gz and
# bundle.properties, where id is the first twelve digits of the archive's SHA-256. The same input gives the same id: names are sorted, times and owners fixed.
# Nothing is done when nothing changed, and the runtime is linked anew only for another JDK.
set -eu
umask 022
export LC_ALL=C

java_home=$1
agent_jar=$(readlink -f -- "$2")
class_path=$(cat -- "$3")
mkdir -p "$4"
output=$(cd -- "$4" && pwd)
here=$(cd -- "$(dirname -- "$0")" && pwd)
work=$output/work

# What aloftd and its libraries use, by jdeps: java.logging for the log, jdk.unsupported for signals;
# and jdk.crypto.ec, without which TLS (SSL_GET) would have no curves.
modules=java.base,java.logging,jdk.crypto.ec,jdk.unsupported
# Of those modules: tables of charsets that aloftd never reads nor writes, texts in other languages, and the parts of Java's copy of ASM
# that only jlink uses. A package must not become empty, so one class of each is left.
unused_resources='regex:/java\.base/sun/nio/cs/(MS|IBM|GB|EUC|Big5|JIS|SJIS|KOI8|ISO_8859_([2-9]|1[0-9])|TIS|Johab|PCK|HKSCS).*'
unused_resources=$unused_resources',regex:/java\.(base|logging)/.*/[A-Za-z]+_(de|ja|zh_CN|zh_TW|zh_HK|es|fr|it|ko|pt_BR|sv)\.(class|properties)'
asm=/java\\.base/jdk/internal/org/objectweb/asm
unused_resources="$unused_resources,regex:$asm/util/(?!Printer\\.).*,regex:$asm/commons/(?!Method\\.).*"
unused_resources="$unused_resources,regex:$asm/tree/(?!ParameterNode|analysis/Value\\.).*"
time=2026-01-01T00:00:00Z

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

[ "$(uname -s)" = Linux ] || fail "the bundle holds a Linux runtime made by this JDK's jlink; build it on Linux"
[ -x "$java_home/bin/jlink" ] || fail "no jlink in $java_home; use a full JDK (on Debian: apt install openjdk-17-jdk-headless)"
case $(uname -m) in
  x86_64) native=x86_64-Linux ;;
  aarch64) native=aarch64-Linux ;;
  *) fail "no native library of jffi for $(uname -m)" ;;
esac
feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$java_home/release")
[ "${feature:-0}" -ge 17 ] || fail "JDK 17 or later is needed, but $java_home is ${feature:-unknown}"

mkdir -p "$work"

# ---- is there anything to do?
runtime_key=$({ cat "$java_home/release" "$here/build.sh"; echo "$modules"; } | sha256sum | cut -c1-16)
input_key=$({ echo "$runtime_key"; cat "$here"/* "$agent_jar"; echo "$class_path" | tr : '\n' | sort | xargs -d '\n' cat; } | sha256sum | cut -c1-64)
if [ -f "$work/input" ] && [ "$(cat "$work/input")" = "$input_key" ] && [ -f "$output/bundle.properties" ]; then
  archive=$(sed -n 's/^file=//p' "$output/bundle.properties")
  [ ! -f "$output/$archive" ] || exit 0
fi
rm -f "$work/input" "$output"/aloftd-*.tar.gz "$output/bundle.properties"

# ---- the runtime
runtime=$work/runtime-$runtime_key
if [ ! -f "$runtime/done" ]; then
  rm -rf "$work"/runtime-*
  mkdir -p "$runtime"
  "$java_home/bin/jlink" --module-path "$java_home/jmods" --add-modules "$modules" --output "$runtime/image" \
    --strip-debug --no-header-files --no-man-pages --exclude-resources "$unused_resources"
  # For running other tools on the runtime, and for browsers' cookies.
  rm -f "$runtime/image/lib/jrt-fs.jar" "$runtime/image/lib/classlist" "$runtime/image/lib/jexec" \
    "$runtime/image/lib/security/public_suffix_list.dat"
  # The names of functions that are not exported, for a debugger. Without binutils they stay, and the bundle is 1.2 MB larger.
  ! command -v strip > /dev/null || find "$runtime/image/lib" -name '*.so' -exec strip --strip-unneeded {} +
  : > "$runtime/done"
fi

# ---- everything else
root=$work/root
rm -rf "$root"
mkdir -p "$root/bin" "$root/lib/native"
cp -a "$runtime/image" "$root/runtime"
cp "$here/aloftd" "$root/bin/aloftd"
chmod 755 "$root/bin/aloftd"
cp "$here/jvm.options" "$root/lib/jvm.options"
[ "$feature" -lt 22 ] || echo '--enable-native-access=ALL-UNNAMED' >> "$root/lib/jvm.options"
[ "$feature" -lt 23 ] || echo '--sun-misc-unsafe-memory-access=allow' >> "$root/lib/jvm.options"
cp "$here/aloftd.classes" "$root/lib/aloftd.classes"

# Parts of netty and jackson that aloftd has no use for, and that none of the classes that stay names.
unused='com/fasterxml/jackson/core/filter io/netty/channel/oio io/netty/channel/socket/oio
  io/netty/buffer/search io/netty/channel/embedded io/netty/channel/group io/netty/channel/local io/netty/channel/pool
  io/netty/handler/address io/netty/handler/codec/bytes io/netty/handler/codec/json io/netty/handler/codec/serialization
  io/netty/handler/codec/string io/netty/handler/flow io/netty/handler/flush io/netty/handler/ipfilter io/netty/handler/logging
  io/netty/handler/pcap io/netty/handler/stream io/netty/handler/timeout io/netty/handler/traffic'

# Jars go in uncompressed: gzip packs them a quarter smaller than they pack themselves, and classes load without unpacking. What
# this runtime and this processor never load stays out.
jars=$work/jars
rm -rf "$jars"
unpack() { # from, to
  mkdir -p "$jars/$2"
  (
    cd -- "$jars/$2"
    "$java_home/bin/jar" -xf "$1"
    # An index speaks of jars by the names that they had elsewhere; Java fails on a class that it leads astray.
    # module-info is of no use on a class path.
    rm -rf META-INF/maven META-INF/native-image META-INF/INDEX.LIST module-info.class META-INF/versions/*/module-info.class
    for version in META-INF/versions/*; do
      [ ! -d "$version" ] || [ "${version##*/}" -le "$feature" ] || rm -rf "$version"
    done
    for platform in jnr/ffi/provider/jffi/platform/*/*; do
      case ${platform#jnr/ffi/provider/jffi/platform/} in
        "${native%-Linux}"/linux) ;;
        *) rm -rf "$platform" ;;
      esac
    done
    for folder in $unused; do
      rm -rf "$folder"
    done
  )
}

pack() { # folder, to
  (
    cd -- "$1"
    find . -type f | sed 's,^\./,,' | sort > "$work/entries"
    "$java_home/bin/jar" --create --no-manifest --no-compress --date="$time" --file="$2" "@$work/entries"
  )
}

unpack "$agent_jar" aloftd.jar
echo "$class_path" | tr : '\n' | while IFS= read -r jar; do
  case ${jar##*/} in
    # jnr-ffi takes the first two to show a developer the code that it makes, and nothing takes the others.
    asm-util-*.jar | asm-analysis-*.jar | asm-tree-*.jar | asm-commons-*.jar) ;;
    # Its library is laid out beside it instead, so that no host has to let programs run from /tmp.
    jffi-*-native.jar) (cd "$root/lib/native" && "$java_home/bin/jar" -xf "$jar" "jni/$native/libjffi-1.2.so") ;;
    *) unpack "$jar" "${jar##*/}" ;;
  esac
done
asm_jar=$(echo "$class_path" | tr : '\n' | grep '/asm-[0-9][^/]*\.jar$')
"$java_home/bin/java" -cp "$asm_jar" "$here/Lean.java" "$jars"
for jar in "$jars"/*.jar; do
  pack "$jar" "$root/lib/${jar##*/}"
done
rm -rf "$jars"
for folder in $unused; do
  ! grep -lF "$folder/" "$root"/lib/*.jar >&2 || fail "$folder is left out, but the jars above name it; take it off the list of what is unused"
done
mv "$root/lib/native/jni/$native/libjffi-1.2.so" "$root/lib/native/libjffi-1.2.so"
rm -r "$root/lib/native/jni"
chmod -R u=rwX,go=rX "$root"

# ---- the archive
tar --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --format=ustar \
  -C "$root" -cf "$work/aloftd.tar" bin lib runtime
gzip -n -9 -f "$work/aloftd.tar"
sha256=$(sha256sum "$work/aloftd.tar.gz" | cut -c1-64)
id=$(printf %.12s "$sha256")
mv "$work/aloftd.tar.gz" "$output/aloftd-$id.tar.gz"
printf 'id=%s\nfile=aloftd-%s.tar.gz\nsha256=%s\narchitecture=%s\n' "$id" "$id" "$sha256" "${native%-Linux}" \
  > "$output/bundle.properties"
echo "$input_key" > "$work/input"
