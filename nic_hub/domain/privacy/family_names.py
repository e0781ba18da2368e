"""Family names that are common in schools and are no other word in small letters.

A list written for this purpose; none of it is taken from a person.
"""

from __future__ import annotations

_NAMES = """
abdi acosta adams aguilar ahmed alvarado alvarez anderson avila ayala barnes bennett bui cabrera calderon
campbell campos cardenas castillo castro cervantes chavez chen choi chowdhury coleman collins contreras
cortez dang davis delgado diaz dinh dominguez duong edwards escobar espinoza estrada evans fernandez
figueroa flores fuentes garcia gomez gonzales gonzalez guerrero gupta gutierrez guzman hassan henderson
hernandez herrera hoang huang hughes hussein huynh ibarra jackson jefferson jenkins jimenez johnson johnston
jones juarez khan kowalski kumar lopez maldonado marquez martinez medina mejia mendez mendoza mohamed molina
montoya morales morris munoz murillo murphy navarro ngo nguyen nunez ochoa okafor oneal orozco ortega ortiz
pacheco padilla patel patterson perez peterson pham phan phillips ponce quintero ramirez ramos reyes
reynolds richardson rios rivas rivera roberts robinson robles rodriguez rogers rojas romero rosales rubio
ruiz salazar salgado salinas sanchez sanders sandoval santana santos serrano shah sharma silva simmons singh
solis soto suarez sullivan tapia thao thompson torres tran trevino trujillo truong valdez valencia
valenzuela vang vargas vasquez vazquez vega velasquez velez villa villanueva villarreal wang washington
watson williams wilson wu xiong yang zamora zavala zhang zhao zhou zuniga
"""
FAMILY_NAMES = frozenset(_NAMES.split())
