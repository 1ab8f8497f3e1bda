// A report out of a file, told in another language: JSON is in English, and what people read need not be. Only
// sentences change, made anew from code, reason and data.

import type { Finding } from '../verdict/finding.ts';
import { findingReport, type ReportWords } from './report.ts';
import type { FindingReport, Report } from './schema.ts';

/** The same report with the findings in these words. */
export function retell(report: Report, words: ReportWords): Report {
  const told = (findings: readonly FindingReport[]) =>
    findings.map((finding) => ({ ...finding, ...findingReport(finding as Finding, words) }));
  return {
    ...report,
    routes: report.routes.map((route) => ({
      ...route,
      hosts: route.hosts.map((host) => ({
        ...host,
        findings: told(host.findings),
        addresses: host.addresses.map((address) => ({ ...address, findings: told(address.findings) })),
      })),
    })),
  };
}
