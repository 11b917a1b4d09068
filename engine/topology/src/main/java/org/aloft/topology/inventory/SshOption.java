package org.aloft.topology.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What Aloft makes of the options of ssh(1) and ssh_config(5). What is not listed changes how a host is reached, or
 * whom it is let in by, and is refused.
 */
enum SshOption {
    /** Done as ssh(1) does it. */
    FOLLOWED,
    /** Of how the connection is made, not of where it leads or who is let in: Aloft has its own way. */
    NEEDLESS,
    /** A connection that needs it fails, and one that does not is none the worse. */
    NOT_FOLLOWED;

    private static final Map<SshOption, List<String>> NAMES = Map.of(
            FOLLOWED,
                    List.of(
                            "CertificateFile",
                            "GlobalKnownHostsFile",
                            "HostKeyAlias",
                            "HostName",
                            "IdentitiesOnly",
                            "IdentityAgent",
                            "IdentityFile",
                            "Port",
                            "ProxyCommand",
                            "ProxyJump",
                            "StrictHostKeyChecking",
                            "User",
                            "UserKnownHostsFile"),
            NEEDLESS,
                    List.of(
                            "AddKeysToAgent",
                            "BatchMode",
                            "CanonicalDomains",
                            "CanonicalizeFallbackLocal",
                            "CanonicalizeMaxDots",
                            "CanonicalizePermittedCNAMEs",
                            "ChallengeResponseAuthentication",
                            "ChannelTimeout",
                            "CheckHostIP",
                            "ClearAllForwardings",
                            "Compression",
                            "ConnectionAttempts",
                            "ConnectTimeout",
                            "ControlMaster",
                            "ControlPath",
                            "ControlPersist",
                            "DynamicForward",
                            "EnableEscapeCommandline",
                            "EnableSSHKeysign",
                            "EscapeChar",
                            "ExitOnForwardFailure",
                            "FingerprintHash",
                            "ForkAfterAuthentication",
                            "ForwardAgent",
                            "ForwardX11",
                            "ForwardX11Timeout",
                            "ForwardX11Trusted",
                            "GatewayPorts",
                            "GSSAPIAuthentication",
                            "GSSAPIClientIdentity",
                            "GSSAPIDelegateCredentials",
                            "GSSAPIKexAlgorithms",
                            "GSSAPIKeyExchange",
                            "GSSAPIRenewalForcesRekey",
                            "GSSAPIServerIdentity",
                            "GSSAPITrustDns",
                            "HashKnownHosts",
                            "HostbasedAcceptedAlgorithms",
                            "HostbasedAuthentication",
                            "HostbasedKeyTypes",
                            "IgnoreUnknown",
                            "IPQoS",
                            "KbdInteractiveAuthentication",
                            "KbdInteractiveDevices",
                            "LocalCommand",
                            "LocalForward",
                            "LogLevel",
                            "LogVerbose",
                            "NoHostAuthenticationForLocalhost",
                            "NumberOfPasswordPrompts",
                            "ObscureKeystrokeTiming",
                            "PasswordAuthentication",
                            "PermitRemoteOpen",
                            "Protocol",
                            "RekeyLimit",
                            "RemoteCommand",
                            "RemoteForward",
                            "RequestTTY",
                            "SendEnv",
                            "ServerAliveCountMax",
                            "ServerAliveInterval",
                            "SessionType",
                            "SetEnv",
                            "StdinNull",
                            "StreamLocalBindMask",
                            "StreamLocalBindUnlink",
                            "SyslogFacility",
                            "Tag",
                            "TCPKeepAlive",
                            "Tunnel",
                            "TunnelDevice",
                            "UpdateHostKeys",
                            "UseKeychain",
                            "UseRoaming",
                            "VerifyHostKeyDNS",
                            "VisualHostKey",
                            "WarnWeakCrypto",
                            "XAuthLocation"),
            NOT_FOLLOWED,
                    List.of(
                            "AddressFamily",
                            "CASignatureAlgorithms",
                            "Ciphers",
                            "HostKeyAlgorithms",
                            "KexAlgorithms",
                            "MACs",
                            "PKCS11Provider",
                            "PreferredAuthentications",
                            "PubkeyAcceptedAlgorithms",
                            "PubkeyAcceptedKeyTypes",
                            "PubkeyAuthentication",
                            "RequiredRSASize",
                            "RSAMinSize",
                            "SecurityKeyProvider"));

    /** Flags that say the same as an option without a value, or with the one that is meant. */
    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("-4", "AddressFamily"),
            Map.entry("-6", "AddressFamily"),
            Map.entry("-A", "ForwardAgent"),
            Map.entry("-a", "ForwardAgent"),
            Map.entry("-C", "Compression"),
            Map.entry("-K", "GSSAPIAuthentication"),
            Map.entry("-k", "GSSAPIDelegateCredentials"),
            Map.entry("-q", "LogLevel"),
            Map.entry("-T", "RequestTTY"),
            Map.entry("-t", "RequestTTY"),
            Map.entry("-tt", "RequestTTY"),
            Map.entry("-v", "LogLevel"),
            Map.entry("-vv", "LogLevel"),
            Map.entry("-vvv", "LogLevel"),
            Map.entry("-X", "ForwardX11"),
            Map.entry("-x", "ForwardX11"),
            Map.entry("-Y", "ForwardX11Trusted"));

    /** Flags with a value: what follows, or is glued to them. */
    private static final Map<String, String> VALUED = Map.of(
            "-i", "IdentityFile",
            "-J", "ProxyJump",
            "-l", "User",
            "-p", "Port",
            "-S", "ControlPath",
            "-c", "Ciphers",
            "-m", "MACs");

    private static final Map<String, String> SPELLING = NAMES.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    /** The option's own spelling; empty if it is none of these. */
    static Optional<String> spelling(String written) {
        return Optional.ofNullable(SPELLING.get(written.toLowerCase(Locale.ROOT)));
    }

    /** What is made of an option in its own spelling. */
    static SshOption of(String name) {
        return Arrays.stream(values())
                .filter(option -> NAMES.get(option).contains(name))
                .findFirst()
                .orElseThrow();
    }

    /** The option that a flag without a value stands for. */
    static Optional<String> ofFlag(String flag) {
        return Optional.ofNullable(FLAGS.get(flag));
    }

    /** The option that a flag with a value stands for. */
    static Optional<String> ofValuedFlag(String flag) {
        return Optional.ofNullable(VALUED.get(flag));
    }
}
