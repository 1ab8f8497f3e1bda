// Japanese: how Postfix, Exim and Exchange are set up, for the topics of findings. Lines with two spaces in front are to
// be copied; file names and host names in them are examples.

import type {
  installCertificate as installing,
  letSendersIn as letting,
  listenWithStarttls as listening,
  modernProtocols as modern,
  noClientCertificates as noClients,
  offerStarttls as offering,
  readTheLog as reading,
} from '../../en/topics/mail-servers.ts';

/** A certificate with its chain. */
export const installCertificate: typeof installing = {
  postfix: `main.cf で、秘密鍵を先に、続けてサーバー証明書と中間証明書を並べたファイルを指定します。
  smtpd_tls_chain_files = /etc/postfix/privkey.pem, /etc/postfix/fullchain.pem
  (3.4 より前: smtpd_tls_cert_file = /etc/postfix/fullchain.pem
               smtpd_tls_key_file  = /etc/postfix/privkey.pem)
その後 postfix reload を実行してください。特定の名前にだけ別の証明書を使うには、postmap -F で作成した tls_server_sni_maps を使います。`,
  exim: `設定ファイルのメインセクションに書きます。
  tls_certificate = /etc/exim4/fullchain.pem
  tls_privatekey  = /etc/exim4/privkey.pem
Debian では、マクロ MAIN_TLS_CERTIFICATE と MAIN_TLS_PRIVATEKEY でこの 2 つを設定します。Exim の実行ユーザーが両方のファイルを読み取れる必要があります(Debian: グループ Debian-exim)。その後 Exim を再起動するか、デーモンに SIGHUP を送ってください。`,
  exchange: `証明書、秘密鍵、中間証明書を 1 つの PFX ファイルにまとめ、各サーバーの Exchange 管理シェルで次を実行します。
  $pfx = [System.IO.File]::ReadAllBytes('C:\\certs\\mx1.pfx')
  $password = Read-Host 'Password of the PFX' -AsSecureString
  Import-ExchangeCertificate -FileData $pfx -Password $password
  Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services SMTP
次に、外部からのメールを受け取る受信コネクタにその証明書を指定します。
  $cert = Get-ExchangeCertificate -Thumbprint <thumbprint>
  $name = "<I>$($cert.Issuer)<S>$($cert.Subject)"
  $connector = "MX1\\Default Frontend MX1"
  Set-ReceiveConnector $connector -TlsCertificateName $null
  Set-ReceiveConnector $connector -TlsCertificateName $name
  Restart-Service MSExchangeFrontEndTransport
中間証明書は Windows が付け加えて送るため、コンピューターの証明書ストア「中間証明機関」(Intermediate Certification Authorities)に入っている必要があります。
  Import-Certificate C:\\certs\\ca.crt -CertStoreLocation Cert:\\LocalMachine\\CA`,
};

/** STARTTLS offered at all. */
export const offerStarttls: typeof offering = {
  postfix: `main.cf で、秘密鍵と証明書(smtpd_tls_chain_files)に加えて次を指定します。
  smtpd_tls_security_level = may
次の設定で STARTTLS が取り除かれていないかも確認してください。
  smtpd_discard_ehlo_keywords
  smtpd_discard_ehlo_keyword_address_maps
  postscreen_discard_ehlo_keywords
秘密鍵を読み取れない場合は、ログに警告が残り、STARTTLS が提示されないか、STARTTLS に 454 が返されます。`,
  exim: `設定ファイルのメインセクションに書きます。
  tls_advertise_hosts = *
  tls_certificate = /etc/exim4/fullchain.pem
  tls_privatekey  = /etc/exim4/privkey.pem
Debian では MAIN_TLS_ENABLE = yes とします。そもそも Exim が TLS 対応でビルドされているかどうかは "exim -bV" でわかります。`,
  exchange: `受信コネクタの認証方法(AuthMechanism)に Tls が含まれていることと、証明書が SMTP 用に有効になっていることが必要です。
  Get-ReceiveConnector "MX1\\Default Frontend MX1" | fl AuthMechanism,Fqdn
  Get-ExchangeCertificate | fl Thumbprint,Services,CertificateDomains
  Enable-ExchangeCertificate -Thumbprint <thumbprint> -Services SMTP
Set-ReceiveConnector -AuthMechanism は一覧全体を置き換えます。既存の値も含めて指定してください。`,
};

/** Versions and ciphers. */
export const modernProtocols: typeof modern = {
  postfix: `main.cf で、3.6 以降は次のように指定します。
  smtpd_tls_protocols = >=TLSv1.2
  smtpd_tls_mandatory_protocols = >=TLSv1.2
3.6 より前の場合:
  smtpd_tls_protocols = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1
smtpd_tls_ciphers はデフォルトの medium のままにします。smtpd_tls_exclude_ciphers = aNULL とすると、証明書を使わない暗号スイートが除外されます。`,
  exim: `使用しているライブラリは "exim -bV" でわかります。OpenSSL の場合:
  openssl_options = +no_sslv2 +no_sslv3 +no_tlsv1 +no_tlsv1_1
GnuTLS(Debian)の場合:
  tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2`,
  exchange: `Windows の設定で決まります。各サーバーのレジストリに次の値をそれぞれ DWORD で設定し、サーバーを再起動してください。
  HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\
    Protocols\\TLS 1.2\\Server    Enabled = 1, DisabledByDefault = 0
TLS 1.3 には、Windows Server 2022 以降と、TLS 1.3 に対応した Exchange が必要です。`,
};

/** No certificates of clients. */
export const noClientCertificates: typeof noClients = {
  postfix: `main.cf と、master.cf のこのポートの -o 行で、次のように指定します。
  smtpd_tls_ask_ccert = no
  smtpd_tls_req_ccert = no`,
  exim: `設定ファイルのメインセクションで、どちらも値を空にするか、対象のホストだけを指定します。
  tls_verify_hosts =
  tls_try_verify_hosts =`,
  exchange: `相互 TLS は受信コネクタが要求しています。
  Set-ReceiveConnector "MX1\\Default Frontend MX1" -DomainSecureEnabled $false`,
};

/** Who is let in, and how fast. */
export const letSendersIn: typeof letting = {
  postfix: `どの制限に該当したかは、ログ(maillog、mail.log、または journalctl -u postfix)に記録されます。次の設定と上限値を確認してください。
  smtpd_client_restrictions(smtpd_delay_reject = no のとき)
  postscreen_access_list
  postscreen_dnsbl_sites
  smtpd_client_connection_count_limit
  smtpd_client_connection_rate_limit
グリーティングが遅い場合は postscreen_greet_wait が原因です。`,
  exim: `どのルールに該当したかは、メインログとリジェクトログに記録されます。host_reject_connection と、acl_smtp_connect で指定した ACL の "deny" と "delay"、上限値の smtp_accept_max と smtp_accept_max_per_host を確認してください。グリーティングが遅いときは、名前解決などの問い合わせが原因であることがよくあります。rfc1413_query_timeout = 0s とし、host_lookup を確認してください。`,
  exchange: `どのコネクタが応答しているか(RemoteIPRanges、Bindings)と、その上限値を確認してください。
  Get-ReceiveConnector | fl Identity,Bindings,RemoteIPRanges,MaxInbound*
  $connector = "MX1\\Default Frontend MX1"
  Set-ReceiveConnector $connector -ProtocolLoggingLevel Verbose
ディスクやメモリが不足しているサーバーは 452 4.3.1 を返します(バック プレッシャー)。MSExchangeTransport のイベントログを確認してください。`,
};

/** An SMTP server with STARTTLS at that address and port. */
export const listenWithStarttls: typeof listening = {
  postfix: `main.cf では inet_interfaces = all と inet_protocols = all を指定します。master.cf にはそのポートの行を置き、暗黙の TLS になる smtpd_tls_wrappermode=yes は付けません。
  smtp       inet  n  -  y  -  -  smtpd
  submission inet  n  -  y  -  -  smtpd
"postconf -M" で行の一覧が、"ss -ltnp" で待ち受けているプログラムがわかります。`,
  exim: `設定ファイルのメインセクションに書きます。tls_on_connect_ports に指定したポートは暗黙の TLS になります。
  daemon_smtp_ports = 25 : 587
  tls_on_connect_ports = 465
local_interfaces(Debian: dc_local_interfaces)も確認し、続いて "ss -ltnp" で確認してください。`,
  exchange: `各コネクタのアドレスとポート、およびサービスが稼働していることを確認してください。
  Get-ReceiveConnector | fl Identity,Enabled,Bindings
  Get-Service MSExchangeFrontEndTransport
  Test-NetConnection mx1.example.com -Port 25`,
};

/** What the server's own log says of a handshake. */
export const readTheLog: typeof reading = {
  postfix: `main.cf で次を指定して postfix reload を実行し、ログで "SSL_accept error" と "TLS library problem" を探してください。
  smtpd_tls_loglevel = 1`,
  exim: `設定ファイルのメインセクションに書きます。失敗は "TLS error on connection from" として記録されます。
  log_selector = +tls_cipher +tls_sni +tls_certificate_verified
"exim -bd -d+tls -oX 2525" とすると、別のポートでハンドシェイク全体を表示できます。`,
  exchange: `コネクタのプロトコル ログと、イベントログ「システム」(System)のソース Schannel を確認してください。
  $connector = "MX1\\Default Frontend MX1"
  Set-ReceiveConnector $connector -ProtocolLoggingLevel Verbose
  Get-FrontendTransportService MX1 | fl ReceiveProtocolLogPath
  Get-WinEvent -FilterHashtable @{LogName='System';ProviderName='Schannel'}`,
};
