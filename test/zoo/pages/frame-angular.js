import '@angular/compiler';
import '../node_modules/@angular/material/prebuilt-themes/azure-blue.css';
import {
  Component,
  computed,
  Directive,
  ElementRef,
  inject,
  provideZonelessChangeDetection,
  signal,
} from '@angular/core';
import { MatTableModule } from '@angular/material/table';
import { MatTreeModule } from '@angular/material/tree';
import { bootstrapApplication } from '@angular/platform-browser';
import 'material-icons/iconfont/filled.css';
import './frame.css';
import { crumbs, filtered, list, open, own } from './shop';

/** Says whose label an element is. An input's name is no attribute of the element. */
const Owned = Directive({ selector: '[zooOwn]', inputs: ['zooOwn'] })(
  class {
    element = inject(ElementRef).nativeElement;
    set zooOwn(entry) {
      own(this.element, entry);
    }
  },
);

/** A console of Angular Material: its tree as the page wants it, its table, links as breadcrumb. No compiler ran before. */
export function showMaterial(nodes) {
  const Page = Component({
    selector: 'zoo-page',
    imports: [Owned, MatTableModule, MatTreeModule],
    template: `
      <div class="frame">
        <header>
          @for (crumb of crumbs; track crumb.key; let isFirst = $first) {
            @if (!isFirst) { <i class="material-icons">chevron_right</i> }
            <a href="#up" [zooOwn]="crumb">{{ crumb.label }}</a>
          }
        </header>
        <nav>
          <form>
            <input type="search" size="16" (input)="query.set($event.target.value)" />
            <label><input type="checkbox" (change)="isFlat.set($event.target.checked)" /> flat</label>
          </form>
          <div class="tree">
            @for (round of [query() + isFlat()]; track round) {
            <mat-tree #tree [dataSource]="entries()" [childrenAccessor]="childrenOf" [expansionKey]="keyOf">${nodes}</mat-tree>{{ begin(tree) }}
            }
          </div>
        </nav>
        <main>
          <table mat-table [dataSource]="list">
            <ng-container matColumnDef="name">
              <th mat-header-cell *matHeaderCellDef>Name</th>
              <td mat-cell *matCellDef="let row"><span [zooOwn]="row">{{ row.label }}</span></td>
            </ng-container>
            <ng-container matColumnDef="owner">
              <th mat-header-cell *matHeaderCellDef>Owner</th>
              <td mat-cell *matCellDef="let row">{{ row.cells[1] }}</td>
            </ng-container>
            <tr mat-header-row *matHeaderRowDef="['name', 'owner']"></tr>
            <tr mat-row *matRowDef="let row; columns: ['name', 'owner']"></tr>
          </table>
        </main>
      </div>
    `,
  })(
    class {
      crumbs = crumbs;
      list = list;
      query = signal('');
      isFlat = signal(false);
      entries = computed(() => filtered(this.query(), this.isFlat()));
      childrenOf = ({ children }) => children ?? [];
      keyOf = ({ key }) => key;
      isLeaf = (_, { children }) => children === undefined;
      hasChildren = (_, { children }) => children !== undefined;
      begun = undefined;
      begin(tree) {
        const visit = (entry) => {
          if (open.includes(entry.key)) tree.expand(entry);
          this.childrenOf(entry).forEach(visit);
        };
        if (this.begun !== tree) queueMicrotask(() => this.entries().forEach(visit));
        this.begun = tree;
        return '';
      }
    },
  );
  const root = document.createElement('zoo-page');
  document.body.append(root);
  void bootstrapApplication(Page, { providers: [provideZonelessChangeDetection()] });
}
