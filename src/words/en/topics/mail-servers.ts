// English: how Postfix, Exim and Exchange are set up, for the topics of findings. Lines with two spaces in front are to
// be copied; file names and host names in them are examples.

import type { MailServerSteps } from './topic.ts';

/** A certificate with its chain. */
export const installCertificate: MailServerSteps = {
  postfix: `In main.cf, the key first, then the server's certificate with its intermediates:
  smtpd_tls_chain_files = /etc/postfix/privkey.pem, /etc/postfix/fullchain.pem
  (before 3.4: smtpd_tls_cert_file = /etc/postfix/fullchain.pem
               smtpd_tls_key_file  = /etc/postfix/privkey.pem)
then: postfix reload. A certificate for one name only: tls_server_sni_maps, made with postmap -F.`,
  exim: `In the main part of the configuration:
  tls_certificate = /etc/exim4/fullchain.pem
  tls_privatekey  = /etc/exim4/privkey.pem
On Debian the macros MAIN_TLS_CERTIFICATE and MAIN_TLS_PRIVATEKEY set the two. The user that Exim runs as must be able to read both files (Debian: group Debian-exim). Then restart Exim, or send its daemon SIGHUP.`,
  exchange: `The certificate with its key and its intermediates as one PFX file, in the Exchange Management Shell on each server:
  $pfx = [System.IO.File]::ReadAllBytes('C:\\certs\\mx1.pfx')
  $password = Read-Host 'Password of the PFX' -AsSecureString
  Import-ExchangeCertificate -FileData $pfx -Password $password
  Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services SMTP
Then name it at the connector that takes mail from outside:
  $cert = Get-ExchangeCertificate -Thumbprint <thumbprint>
  $name = "<I>$($cert.Issuer)<S>$($cert.Subject)"
  $connector = "MX1\\Default Frontend MX1"
  Set-ReceiveConnector $connector -TlsCertificateName $null
  Set-ReceiveConnector $connector -TlsCertificateName $name
  Restart-Service MSExchangeFrontEndTransport
Windows itself adds the intermediates to what is sent: they must be in the computer's store "Intermediate Certification Authorities":
  Import-Certificate C:\\certs\\ca.crt -CertStoreLocation Cert:\\LocalMachine\\CA`,
};

/** STARTTLS offered at all. */
export const offerStarttls: MailServerSteps = {
  postfix: `In main.cf, beside key and certificate (smtpd_tls_chain_files):
  smtpd_tls_security_level = may
Look also for what takes the word away again: smtpd_discard_ehlo_keywords, smtpd_discard_ehlo_keyword_address_maps, postscreen_discard_ehlo_keywords. A key that cannot be read is logged as a warning, and STARTTLS is then not offered, or is answered with 454.`,
  exim: `In the main part of the configuration:
  tls_advertise_hosts = *
  tls_certificate = /etc/exim4/fullchain.pem
  tls_privatekey  = /etc/exim4/privkey.pem
On Debian: MAIN_TLS_ENABLE = yes. "exim -bV" says whether Exim was built with TLS at all.`,
  exchange: `The connector must have Tls among its mechanisms, and a certificate must be enabled for SMTP:
  Get-ReceiveConnector "MX1\\Default Frontend MX1" | fl AuthMechanism,Fqdn
  Get-ExchangeCertificate | fl Thumbprint,Services,CertificateDomains
  Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services SMTP
Set-ReceiveConnector -AuthMechanism replaces the whole list: repeat in it what is there already.`,
};

/** Versions and ciphers. */
export const modernProtocols: MailServerSteps = {
  postfix: `In main.cf, from 3.6 on:
  smtpd_tls_protocols = >=TLSv1.2
  smtpd_tls_mandatory_protocols = >=TLSv1.2
before it:
  smtpd_tls_protocols = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1
and leave smtpd_tls_ciphers at its default, medium; smtpd_tls_exclude_ciphers = aNULL leaves out what has no certificate.`,
  exim: `"exim -bV" names the library. With OpenSSL:
  openssl_options = +no_sslv2 +no_sslv3 +no_tlsv1 +no_tlsv1_1
with GnuTLS (Debian):
  tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2`,
  exchange: `Windows decides. In the registry of each server, as a DWORD each, then restart the server:
  HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\
    Protocols\\TLS 1.2\\Server    Enabled = 1, DisabledByDefault = 0
TLS 1.3 needs Windows Server 2022 or newer and an Exchange that supports it.`,
};

/** No certificates of clients. */
export const noClientCertificates: MailServerSteps = {
  postfix: `In main.cf, and as -o lines of master.cf for this port:
  smtpd_tls_ask_ccert = no
  smtpd_tls_req_ccert = no`,
  exim: `In the main part of the configuration, leave both without a value, or name only the hosts meant:
  tls_verify_hosts =
  tls_try_verify_hosts =`,
  exchange: `Mutual TLS is asked for by the connector:
  Set-ReceiveConnector "MX1\\Default Frontend MX1" -DomainSecureEnabled $false`,
};

/** Who is let in, and how fast. */
export const letSendersIn: MailServerSteps = {
  postfix: `The log (maillog, mail.log, or journalctl -u postfix) names the restriction. Look at smtpd_client_restrictions with smtpd_delay_reject = no, postscreen_access_list, postscreen_dnsbl_sites, and the limits smtpd_client_connection_count_limit and smtpd_client_connection_rate_limit. A slow greeting is postscreen_greet_wait.`,
  exim: `The main log and reject log name the rule. Look at host_reject_connection, at "deny" and "delay" in the ACL named by acl_smtp_connect, and at the limits smtp_accept_max and smtp_accept_max_per_host. A slow greeting is often a look-up: rfc1413_query_timeout = 0s, and host_lookup.`,
  exchange: `Look at which connector answers (RemoteIPRanges, Bindings) and at its limits:
  Get-ReceiveConnector | fl Identity,Bindings,RemoteIPRanges,MaxInbound*
  $connector = "MX1\\Default Frontend MX1"
  Set-ReceiveConnector $connector -ProtocolLoggingLevel Verbose
A server short of disk or memory answers 452 4.3.1 (back pressure): see the event log of MSExchangeTransport.`,
};

/** An SMTP server with STARTTLS at that address and port. */
export const listenWithStarttls: MailServerSteps = {
  postfix: `In main.cf inet_interfaces = all and inet_protocols = all; in master.cf a line for the port, without smtpd_tls_wrappermode=yes, which is implicit TLS:
  smtp       inet  n  -  y  -  -  smtpd
  submission inet  n  -  y  -  -  smtpd
"postconf -M" lists the lines, "ss -ltnp" what listens.`,
  exim: `In the main part of the configuration; a port in tls_on_connect_ports speaks implicit TLS:
  daemon_smtp_ports = 25 : 587
  tls_on_connect_ports = 465
Look also at local_interfaces (Debian: dc_local_interfaces), then "ss -ltnp".`,
  exchange: `See which address and port each connector has, and that the service runs:
  Get-ReceiveConnector | fl Identity,Enabled,Bindings
  Get-Service MSExchangeFrontEndTransport
  Test-NetConnection mx1.example.com -Port 25`,
};

/** What the server's own log says of a handshake. */
export const readTheLog: MailServerSteps = {
  postfix: `In main.cf, then postfix reload and look at the log for "SSL_accept error" and "TLS library problem":
  smtpd_tls_loglevel = 1`,
  exim: `In the main part of the configuration; failures are logged as "TLS error on connection from":
  log_selector = +tls_cipher +tls_sni +tls_certificate_verified
"exim -bd -d+tls -oX 2525" shows a handshake in full, on another port.`,
  exchange: `Protocol log of the connector, and the event log "System", source Schannel:
  $connector = "MX1\\Default Frontend MX1"
  Set-ReceiveConnector $connector -ProtocolLoggingLevel Verbose
  Get-FrontendTransportService MX1 | fl ReceiveProtocolLogPath
  Get-WinEvent -FilterHashtable @{LogName='System';ProviderName='Schannel'}`,
};
