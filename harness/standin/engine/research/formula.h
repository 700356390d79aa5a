/* formula.h - count formulas of technologies: numbers, the level L, + - * / ^ and brackets. */
#ifndef SIM_FORMULA_H
#define SIM_FORMULA_H

/* Value of the formula at a level. -1 when the text is no such formula. */
double sim_formula_value(const char *formula, double level);

#endif
