import type { Random } from "./random.ts";

/** What the simulated restaurant sells. Prices are in hundredths of a franc; other currencies scale them. */
export interface Dish {
  description: string;
  sku: string;
  group: AccountingGroup;
  price: number;
  /** Sold by the kilogram: the price is for one. */
  byWeight: boolean;
}

export interface AccountingGroup {
  id: string;
  name: string;
}

const group = (id: string, name: string): AccountingGroup => ({ id, name });
const hotDrinks = group("962442041491505", "Hot Drinks");
const softDrinks = group("962442041491506", "Soft Drinks");
const wine = group("962442041491507", "Wine");
const food = group("962442041491508", "Food");
const dessert = group("962442041491509", "Desserts");
/** Ids above 2^53 do occur, though rarely; a receiver that reads them as doubles maps the wrong group. */
export const RARITIES = group("9007199254740993", "Rarities");

const dish = (
  sku: string,
  description: string,
  price: number,
  from: AccountingGroup,
  byWeight = false,
): Dish => ({ sku, description, price, group: from, byWeight });

const DISHES: readonly Dish[] = [
  dish("F07", "Flat White", 600, hotDrinks),
  dish("E01", "Espresso doppio", 480, hotDrinks),
  dish("T11", "Thé à la menthe fraîche", 650, hotDrinks),
  dish("M05", "Mineralwasser 75 cl", 980, softDrinks),
  dish("L02", "Hausgemachte Limonade, Holunder & Zitrone", 790, softDrinks),
  dish("W21", "Chasselas, Domaine de la Côte, 1 dl", 850, wine),
  dish("W44", "Blauburgunder „Alte Reben“ 75 cl", 7450, wine),
  dish("W90", "Champagne Brut Rosé, magnum", 21900, wine),
  dish("EN18", "Entrecôte Café de Paris, pommes allumettes", 5450, food),
  dish("R03", "Rösti mit Spiegelei und Speck", 2750, food),
  dish("P14", "Pizza Margherita, mozzarella di bufala", 2390, food),
  dish("S08", "Saisonsalat mit gerösteten Kernen (vegan)", 1650, food),
  dish("B01", "Club Sandwich, fries, coleslaw", 3190, food),
  dish("J77", "味噌汁と焼き魚の定食", 3800, food),
  dish("F50", "Loup de mer, per kg", 9800, food, true),
  dish("C51", "Côte de bœuf, per kg", 12400, food, true),
  dish("K52", "Käsebuffet, per kg", 4600, food, true),
  dish("D02", "Crème brûlée à la vanille de Tahiti", 1450, dessert),
  dish("D09", "Schokoladenkuchen, warm, mit Rahm", 1390, dessert),
  dish("D12", "Apfelstrudel mit Vanillesauce", 1290, dessert),
];

export const DISHES_BY_WEIGHT = DISHES.filter((each) => each.byWeight);
export const DISHES_BY_PIECE = DISHES.filter((each) => !each.byWeight);

export const TENDERS = [
  { methodCode: "CASH", methodName: "Cash" },
  { methodCode: "CARD", methodName: "Visa / Mastercard" },
  { methodCode: "TWINT", methodName: "TWINT" },
  { methodCode: "VOUCHER", methodName: "Gift voucher" },
] as const;

const WAITERS = ["Manager", "Chloé", "Jürg", "Aylin", "Nguyễn", "Marek"];

export function pickWaiter(random: Random): { id: string; name: string } {
  const number = random.below(WAITERS.length);
  return { id: String(171_861 + number), name: WAITERS[number]! };
}
