package org.aloft.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.KeyPair;

/** A private key that was read from a file and is not, or no longer, encrypted. Safe for use by several threads. */
final class KeyFile implements Identity {
    private final String name;
    private final KeyPair key;

    KeyFile(String name, KeyPair key) {
        this.name = name;
        this.key = key;
    }

    @Override
    public boolean setPassphrase(byte[] passphrase) {
        return true;
    }

    @Override
    public byte[] getPublicKeyBlob() {
        return key.getPublicKeyBlob();
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return key.getSignature(data);
    }

    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        return key.getSignature(data, algorithm);
    }

    @Override
    public String getAlgName() {
        return key.getKeyTypeString();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isEncrypted() {
        return false;
    }

    @Override
    public void clear() {} // other hosts may still need it
}
