package dev.countersign.trust.resource;

/** A certificate made for these tests. */
final class TestCertificates {
    /** Issued to itself, and valid for a hundred years. */
    static final String ROOT = """
            -----BEGIN CERTIFICATE-----
            MIIBnTCCAUOgAwIBAgIUBPTmntkKvRzkBNgOLXQuSg3QWN4wCgYIKoZIzj0EAwIw
            IzENMAsGA1UECgwEdGVzdDESMBAGA1UEAwwJdGVzdCByb290MCAXDTI2MTEyMzEw
            MzczMVoYDzIxMjYxMDMwMTAzNzMxWjAjMQ0wCwYDVQQKDAR0ZXN0MRIwEAYDVQQD
            DAl0ZXN0IHJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQx+EiU1ppCYKx8
            Kdx89B7JKt6QoshGv6G0e7tO1mXTWbmYL+O98nzF0Rohq9zY5TJduq55nn7wNisK
            bp2XyQjpo1MwUTAdBgNVHQ4EFgQUtzs22y/H5XqyQatmJplYMvd58bIwHwYDVR0j
            BBgwFoAUtzs22y/H5XqyQatmJplYMvd58bIwDwYDVR0TAQH/BAUwAwEB/zAKBggq
            hkjOPQQDAgNIADBFAiBmHEPAFd0eHgfbMgW033UNknG5cgQpPM4a9hlLXmtAiAIh
            AJub5sExb5OZx7m/27UoUS3zg47XM3blX+dakfRua91S
            -----END CERTIFICATE-----
            """;

    private TestCertificates() {}
}
