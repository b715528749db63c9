import type { Level } from './place';

/** "Tables", "Views (3)", "Tabellen in sales": more to the same list. Jobs and pipes may be named like tables. */
export const saysTables = (text: string) =>
  /^(\S+ )?(tab(el|l(?!eau))|view|vista)\S*( \S{1,3} |$)|テーブル|^表|테이블/i.test(text);

/**
 * What else a schema holds, as consoles call it beside or above its name (DECISIONS 27): each may be named like a table. Functions,
 * procedures, routines and volumes in European languages, the first two in Japanese, Korean and Chinese, all others in English only.
 */
export const otherKind =
  /^((\S+ )?((f[uo]n[ckzç]|pro[cz][eé]d|ro?u?tin|vol[uú]m)\S*|(sequence|type|stage|stream|task|pipe|format)s?|f[nx]?)|\S*([関函]数|함수|プロシ|프로시|过程)\S*)( .{1,20})?$/i;

/** Words for what is no table, in the singular. */
const others =
  'job|owner|dashboard|user|role|warehouse|notebook|pipeline|test|report|column|field|grant(ee)?|run|model|app|secret|service|tag|agent|trigger|constraint|aggregate|workflow|share|alert|member|permission|privilege|principal|comment|change|indexe?|(quer|polic|repositor|activit)(y|ie)';

/** Words that begin like these, in other languages, and what ends in who did something. */
const elsewhere =
  'by|von|par|por|(benutz|utilis|usu[aá]r|utent|gebruik|eigent|besitz|propri[eé]t|tableau|t[aâ]che|tare|auftr|abfrag|requ[êe]t|consult|rolle|rapport|bericht|informe|modell?[eo]|[íi]ndic|spalte|colonn)\\S*|\\S*(ジョブ|ダッシュ|ユーザ|所有者|クエリ|レポート|作业|用户|仪表|查询|报告|작업|사용자|소유자|대시보|쿼리|보고서)\\S*';

/**
 * What heads lists of what is no table, or a value. One of several words ("daily report") is more often a remark than a head.
 */
const otherGroup = /* @__PURE__ */ new RegExp(
  `^((\\D\\S* ){0,2}((${others})s|${elsewhere})|${others})( [^a-z].{0,20}| [a-z]{1,3} .{1,20}| name| id)?$`,
  'i',
);

/** Does a heading or a group say that below it is something else than tables? */
export const saysOthers = (text: string) => !saysTables(text) && (otherKind.test(text) || otherGroup.test(text));

/** The same of all that a row says. Several words in the singular are heads of columns; beside tables others are counted. */
export const isOtherGroup = ({ texts }: Level) =>
  !texts.some(saysTables) &&
  texts.some((text) => saysOthers(text) && (/s$/.test(text) || texts.filter((other) => /\D/.test(other)).length < 2));
