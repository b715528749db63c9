import { labelText } from '../../../lib/page/names';
import { pick, type Random } from './random';
import { textsOf } from './walk';

/** Words of consoles in other languages: German, Japanese, Arabic. Names of tables are never translated. */
const words: Record<string, [string, string, string]> = {
  Tables: ['Tabellen', 'テーブル', 'جداول'],
  Views: ['Sichten', 'ビュー', 'عروض'],
  'Materialized Views': ['Materialisierte Sichten', 'マテリアライズドビュー', 'عروض مجسدة'],
  Columns: ['Spalten', '列', 'أعمدة'],
  Schemas: ['Schemata', 'スキーマ', 'مخططات'],
  Schema: ['Schema der Tabelle', 'スキーマ', 'مخطط'],
  Databases: ['Datenbanken', 'データベース', 'قواعد بيانات'],
  Database: ['Datenbank', 'データベース', 'قاعدة بيانات'],
  Servers: ['Server', 'サーバー', 'خوادم'],
  Functions: ['Funktionen', '関数', 'دوال'],
  Procedures: ['Prozeduren', 'プロシージャ', 'إجراءات'],
  Stages: ['Ablagen', 'ステージ', 'مراحل'],
  Queries: ['Abfragen', 'クエリ', 'استعلامات'],
  Query: ['Abfrage', 'クエリ', 'استعلام'],
  Notebooks: ['Notizbücher', 'ノートブック', 'دفاتر'],
  Datasets: ['Datensätze', 'データセット', 'مجموعات'],
  Details: ['Einzelheiten', '詳細', 'تفاصيل'],
  Preview: ['Vorschau', 'プレビュー', 'معاينة'],
  Share: ['Teilen', '共有', 'مشاركة'],
  Run: ['Ausführen', '実行', 'تشغيل'],
  Search: ['Suche', '検索', 'بحث'],
  Projects: ['Vorhaben', 'プロジェクト', 'مشاريع'],
  Catalog: ['Katalog', 'カタログ', 'فهرس'],
  Table: ['Tabelle', 'テーブル', 'جدول'],
  View: ['Sicht', 'ビュー', 'عرض'],
  Type: ['Art', '型', 'نوع'],
  Name: ['Bezeichnung', '名前', 'اسم'],
  Owner: ['Eigentümer', '所有者', 'مالك'],
  Created: ['Angelegt', '作成日', 'أنشئ'],
  'Table ID': ['Kennung der Tabelle', 'テーブルID', 'معرف الجدول'],
  SQL: ['SQL-Befehl', 'SQLコマンド', 'أمر SQL'],
  Structure: ['Aufbau', '構造', 'بنية'],
  Select: ['Daten zeigen', '選択', 'اختيار'],
};
const known = new Map(Object.entries(words).map(([word, others]) => [word.toLowerCase(), others]));

/** Puts the page's own words into another language; a count behind a word stays. */
export function translate(isName: (text: string) => boolean, next: Random): void {
  const language = pick([0, 1, 2] as const, next);
  for (const node of textsOf(document.body)) {
    const word = labelText(node.data);
    const other = known.get(word.toLowerCase());
    if (other && !isName(word)) node.data = node.data.replace(word, other[language]);
  }
}
