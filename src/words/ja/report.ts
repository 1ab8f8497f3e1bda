// Japanese: the report of test-tls as people read it. Names and texts come escaped.

import type { Share } from '../../verdict/share.ts';
import type { report as pattern } from '../en/report.ts';

const would: Record<string, string> = {
  deliver: 'このオプション設定では、Gmail はメールを配信します',
  return: 'このオプション設定では、Gmail はメールを返送します',
  unknown: 'このオプション設定で Gmail がメールを配信するかどうかは判定できません',
};

const list = (parts: readonly (string | false)[]) => parts.filter(Boolean).join('、');

const parts = (share: Share): string =>
  list([
    share.deliver > 0 && `${share.deliver}% は配信`,
    share.return > 0 && `${share.return}% は返送`,
    share.unknown > 0 && `${share.unknown}% は判定不能`,
  ]);

const assumption = '(仮定: Gmail がどのルート証明書を受け入れるかを Google は公開していません)';

export const report: typeof pattern = {
  verdicts: { pass: '合格', warn: '警告あり', fail: '不合格', inconclusive: '判定不能' },
  lines: { mx: 'MX', tls: 'TLS', ca: 'CA', hostname: 'ホスト名' },
  lineVerdicts: { pass: '合格', fail: '不合格', off: 'オフ', inconclusive: '判定不能' },
  tables: { primary: 'プライマリ', secondary: 'セカンダリ' },
  severities: { fail: '不合格', warn: '警告', note: '参考', inconclusive: '判定不能' },
  sentence: (delivery, unreachable) => {
    if (unreachable.length === 0) return would[delivery]!;
    const shown = unreachable.slice(0, 4).join(', ') + (unreachable.length > 4 ? ', ...' : '');
    return `${would[delivery]}。ただし、Google は ${shown} に接続できません`;
  },
  emptyShard: ({ index, count }) =>
    `シャード ${index}/${count} は空です。サーバーの数よりシャードの数が多くなっています`,
  load: (load) => `負荷 ${load}%`,
  share: (table, share) => `${table}: ${parts(share)}`,
  cause: '原因',
  also: 'ほかに',
  remedy: '→',
  until: (day) => `${day} まで`,
  noAddress: 'アドレスなし',
  under: (server) => `MX ホスト ${server}`,
  attempts: (count) => `試行 ${count} 回`,
  strictest: '全サーバーが合格する最も厳しいオプション設定',
  comma: '、',
  strictestNone: 'すべてオフ',
  boxes: {
    requireTls: 'セキュアなトランスポート(TLS)を使用する',
    requireCa: 'CA 署名済み証明書を使用する',
    verifyHostname: '証明書のホスト名を検証する',
  },
  consistent: (count, total, served) => `${total} 個中 ${count} 個のアドレスで${served}`,
  noCertificate: '証明書を確認できず',
  certificate: (fingerprint) => `証明書 ${fingerprint} を提示`,
  otherTrust: (trust, verified, reason) =>
    `${trust} による判定: ${verified ? '信頼できます' : `信頼できません(${reason})`}`,
  trustMozilla: (count, node) =>
    `Node ${node} に同梱の Mozilla のルート証明書 ${count} 件で判定しています${assumption}`,
  trustSystem: (count) => `このシステムのルート証明書 ${count} 件で判定しています${assumption}`,
  trustFile: (name, count) =>
    `${name}(トラストアンカー ${count} 件)で判定しています。公的な認証局が含まれていない限り、Gmail が信頼するものとは異なります`,
  notRehearsed: 'オフ(リハーサル対象外)',
  rehearsedFor: (at) => `${at} 時点として判定しています`,
  judgedFor: (at) => `${at} 時点として判定しています。サーバーの状態は今日確認したものです`,
  sources: {
    'hosts-file': (server) => `${server}: このマシンの hosts ファイルで解決`,
    'by-hand': (server) => `${server}: アドレスは手動で指定`,
  },
  resolved: (server, ttl, authenticated) =>
    `${server}: DNS で解決${ttl === null ? '' : `、TTL ${ttl} 秒`}${authenticated === null ? '' : authenticated ? '、認証済み(AD)' : '、未認証'}`,
  verbose: {
    presented: '提示されたチェーン(サーバーの送信順)',
    path: 'トラストアンカーへの証明書パス',
    noPath: 'トラストアンカーへの証明書パスがありません',
    nothingPresented: '証明書を確認できませんでした',
    subject: 'サブジェクト',
    issuer: '発行者',
    names: '名前',
    valid: '有効期間',
    fingerprint: 'sha-256',
    reply: '応答',
    timings: '所要時間',
    secondLook: '再確認(別の接続)',
    clientCertificate: {
      'not-asked': '',
      asked: 'クライアント証明書を要求(なくても続行)',
      required: 'クライアント証明書が必須',
    },
    stapled: 'OCSP レスポンスの添付あり',
    notShown:
      'このテストでわからないこと: サーバーが自社のアドレス宛てのメールを受け入れるかどうか、ファイアウォールが Google をこのマシンと区別して扱うかどうか(docs/what-a-test-shows.md)',
  },
  transcript: {
    head: (server, place, time, tool) =>
      `通信記録: ${server}(${place})、${time}、${tool}。> は送信、< は受信`,
    lastOf: (attempts) => `${attempts} 回の試行のうち最後のもの`,
    connected: '接続しました',
    tls: (facts) => `TLS 接続を確立しました: ${facts}`,
    sni: (name) => `SNI ${name}`,
    noSni: 'SNI なし',
    clientCertificate: {
      asked: 'クライアント証明書の要求あり',
      required: 'クライアント証明書が必須',
    },
    stapled: 'OCSP レスポンスの添付あり',
    certificates: (count, leaf, fingerprint) =>
      count === 0
        ? '証明書なし'
        : `証明書 ${count} 件、先頭は ${leaf || '(サブジェクトなし)'}、sha-256 ${fingerprint}`,
    leftOut: (count) => `この応答の残り ${count} 行は省略`,
    stopped: (cause) => `対話はここで終了(${cause})`,
    secondLook: (why, seen) => `別の接続による再確認(${why}): ${seen}`,
    verdicts: { pass: '合格', warn: '警告あり', fail: '不合格', inconclusive: '判定不能' },
  },
  summary: (counts) =>
    list([
      `ホスト ${counts.hosts} 件`,
      counts.pass > 0 && `合格 ${counts.pass} 件`,
      counts.warn > 0 && `警告あり ${counts.warn} 件`,
      counts.fail > 0 && `不合格 ${counts.fail} 件`,
      counts.inconclusive > 0 && `判定不能 ${counts.inconclusive} 件`,
    ]),
  noRouteToFamily: (family) =>
    `このマシンは IPv${family} で通信できないため、IPv${family} アドレスはテストしていません。判定はほかのアドレスに基づきます`,
  port25Blocked:
    'ポート 25 のサーバーがすべてタイムアウトしました。このネットワークがポート 25 をブロックしている可能性があります(多くのプロバイダが実施)。別のネットワークからテストしてください',
  progress: (done, total) => `${total} 件中 ${done} 件をテスト済み`,
  stages: { running: 'テスト中:', retry: '再試行まで' },
  warning: '警告',
  topic: (topic) => `意味と対処: routes help ${topic}`,
  more: '--verbose で証明書、応答、所要時間を表示、--json ですべてを出力',
  interrupted: '中断しました。まだテストしていない分は判定不能です',
};
